/** Works on all items, that many at a time: real processes wait for each other, so a few go on better than one. */
export async function atATime<T>(count: number, items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]();
  const rest: Iterable<T> = { [Symbol.iterator]: () => ({ next: () => queue.next() }) };
  await Promise.all(
    Array.from({ length: count }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}
