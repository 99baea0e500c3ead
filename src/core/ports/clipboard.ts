/** The clipboard of whoever sits here. */
export interface Clipboard {
  /** Whether there is a program that reaches it. */
  isThere(): boolean;
  /** Puts a text on it, in place of what was there. @returns whether that worked */
  copy(text: string): Promise<boolean>;
}
