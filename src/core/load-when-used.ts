type AsyncFunctions<T> = {
  readonly [Name in keyof T]: T[Name] extends (...args: infer Given) => Promise<infer Result>
    ? (...args: Given) => Promise<Result>
    : never;
};

/**
 * Stands for something whose every function is asynchronous, and loads it with the first of them that is called: what a
 * command never touches is never loaded.
 * @param load gives the real one
 */
export function loadWhenUsed<T extends AsyncFunctions<T> & object>(load: () => Promise<T>): T {
  let loaded: Promise<T> | undefined;
  const call = async (name: keyof T, args: readonly never[]): Promise<unknown> => {
    const real = await (loaded ??= load());
    return await (real[name] as (...args: readonly never[]) => Promise<unknown>)(...args);
  };
  return new Proxy({} as T, {
    // Whatever has a `then` would be taken for a promise where it is awaited.
    get: (_none, name) => (name === 'then' ? undefined : (...args: readonly never[]) => call(name as keyof T, args)),
  });
}
