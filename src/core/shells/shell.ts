/** How a shell is spoken to: what a person types into it. Each shell is a file of its own. */
export interface Shell {
  readonly name: 'posix' | 'fish' | 'powershell' | 'cmd';
  /** A word, quoted where the shell would take it apart or make something else of it. */
  quote(word: string): string;
  /** A command line of words that are quoted already; the first is the program. */
  call(quoted: readonly string[]): string;
  /** What ends a line of a command that goes on in the next one. */
  readonly continued: string;
  /** A command line that is run with a variable set for it alone. */
  callWith(variable: string, value: string, line: string): string;
  /** Sets a variable for the programs that are started from here. */
  setVariable(name: string, value: string): string;
  unsetVariables(names: readonly string[]): string;
  /** The flags of `git codecommit export` for this shell's own syntax. */
  readonly exportFlags: readonly string[];
  /** Runs what a command prints, so that the variables that it sets are this shell's. */
  loadOutput(line: string): string;
  /** Gives lines to a command on standard input, each with a line feed behind it. */
  feed(lines: readonly string[], line: string): string;
  /** Goes into a folder. */
  changeFolder(path: string): string;
  deleteFile(path: string): string;
  lookAt(path: string): string;
  /** Lets nobody but the owner read and write a file. */
  makePrivate(path: string): string;
  makeWritable(path: string): string;
  makeExecutable(path: string): string;
  /** Deletes lines of a file, counted from 1, and keeps what it was beside it. */
  deleteLines(path: string, from: number, to: number): string;
}
