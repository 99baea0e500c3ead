/** Runs work, and says what it waits for where that takes longer than a second and nothing else says it. */
export type Announce = <T>(title: string, work: () => Promise<T>) => Promise<T>;

/** Where nobody looks. */
export const unannounced: Announce = (_title, work) => work();
