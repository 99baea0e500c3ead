/** Where the command could stand on PATH. */
export type CommandPlace =
  /** `git codecommit` works already, by that file. */
  | { readonly kind: 'works'; readonly path: string }
  /** A link can be put here. */
  | { readonly kind: 'free'; readonly path: string }
  | { readonly kind: 'none'; readonly why: string };

/** A link on PATH that makes `git codecommit` work. */
export interface CommandLink {
  /** Looks for a place; changes nothing. @param data the folder in which our copies lie: a link that leads there is ours */
  place(data: string): CommandPlace;
  /** Puts it there, in place of one of ours. Throws Problem `file`, also where something else is in the way. */
  put(path: string, target: string, data: string): Promise<void>;
  /** What the link at a path leads to; undefined where there is none. */
  target(path: string): Promise<string | undefined>;
  /** Removes the link while it leads there. Throws Problem `file`. */
  remove(path: string, target: string): Promise<void>;
}
