import { isAbsolutePath } from '../../core/text/absolute-path.js';
import { printable } from '../../core/text/printable.js';
import { Problem } from '../../core/problem.js';
import { posixQuote } from '../../core/shells/posix.js';
import { shellWords } from '../shell-words.js';

/** How Git calls our helper. */
export interface HelperCommand {
  /** The executable in a folder that every PATH has: its name is enough. */
  readonly bare: boolean;
  /** The executable `git-credential-codecommit`; absolute. */
  readonly file: string;
  /** The Node to run it with; undefined leaves it to the executable to find one. */
  readonly node: string | undefined;
}

/**
 * The value of `credential.helper` for a profile; no profile stands for the environment. Git runs it with a POSIX shell
 * on Windows too, so paths have forward slashes and everything is quoted. An absolute path works for programs that
 * start Git with a PATH of their own, where a name would not be found (git-config(1), `credential.helper`).
 * @throws Problem `git` for a relative path, and for what no value of Git's can hold
 */
export function helperValue(command: HelperCommand, profile: string | undefined): string {
  const words = command.bare
    ? ['codecommit']
    : [`!${pathWord(command.file)}`, ...(command.node === undefined ? [] : ['--node', pathWord(command.node)])];
  return [...words, ...profileWords(profile)].join(' ');
}

/** The value for the AWS CLI's own helper. Source: AWS CodeCommit user guide, "Set up the credential helper". */
export function awsHelperValue(profile: string | undefined): string {
  return ['!aws codecommit credential-helper', ...profileWords(profile), '$@'].join(' ');
}

function profileWords(profile: string | undefined): readonly string[] {
  return profile === undefined ? [] : ['--profile', word(profile)];
}

// What Git would drop or the shell would end a line at cannot be quoted away (CVE-2025-48384).
function word(text: string): string {
  if (/[\0\r\n]/.test(text))
    throw new Problem('git', "A path or profile with a line break cannot be written into Git's settings.");
  return posixQuote(text);
}

/** Git runs it in the clone that it works in, where a relative path would be a program of that clone. */
function pathWord(path: string): string {
  if (!isAbsolutePath(path, 'linux') && !isAbsolutePath(path, 'win32'))
    throw new Problem('git', `Git's settings can only name a helper by an absolute path, not ${printable(path, 120)}.`);
  return word(slashes(path));
}

function slashes(path: string): string {
  return /^[A-Za-z]:|^\\\\/.test(path) ? path.replace(/\\/g, '/') : path;
}

/** Whose helper a value of `credential.helper` calls, and for which profile. */
export interface HelperIdentity {
  readonly kind: 'codecommit' | 'aws' | 'other';
  readonly profile: string | undefined;
  /** Paths in the value, to see whether they are still there: the executable or script, and the Node. */
  readonly paths: readonly string[];
  /** The Node it is to be run with first (`--node`). */
  readonly node: string | undefined;
}

/** Reads a value of `credential.helper`, ours of any version, AWS's in any of its documented forms, or another's. */
export function readHelperValue(value: string): HelperIdentity {
  const shell = value.startsWith('!');
  const body = shell ? value.slice(1) : value;
  const words = shellWords(body) ?? looseWords(body);
  const [variables, command] = assignments(words);
  const kind = kindOf(command, shell);
  if (kind === 'other') return { kind, profile: undefined, paths: [], node: undefined };
  return {
    kind,
    profile: option(command, '--profile') ?? variables.get('AWS_PROFILE'),
    paths: command.filter((part) => /^(?:\/|[A-Za-z]:[\\/])/.test(part)),
    node: option(command, '--node'),
  };
}

/** How a value calls the AWS CLI: the profile that a flag names, and the variables that are set for the call alone. */
export interface AwsHelperCall {
  readonly profile: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
}

/** Reads a value that calls the AWS CLI's helper. */
export function readAwsHelperCall(value: string): AwsHelperCall {
  const body = value.replace(/^!/, '');
  const [variables, command] = assignments(shellWords(body) ?? looseWords(body));
  return { profile: option(command, '--profile'), variables: Object.fromEntries(variables) };
}

/** Whether a value calls a helper for CodeCommit, ours or the AWS CLI's. */
export function isForCodeCommit(value: string): boolean {
  return readHelperValue(value).kind !== 'other';
}

function kindOf(command: readonly string[], shell: boolean): HelperIdentity['kind'] {
  const isOurs =
    command.some((part) => /(?:^|[\\/])git-credential-codecommit(?:\.cjs)?$/.test(part)) ||
    (!shell && command[0] === 'codecommit');
  if (isOurs) return 'codecommit';
  return command.includes('codecommit') && command.includes('credential-helper') ? 'aws' : 'other';
}

function option(command: readonly string[], name: string): string | undefined {
  const at = command.indexOf(name);
  return at < 0 ? command.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) : command[at + 1];
}

function assignments(words: readonly string[]): readonly [ReadonlyMap<string, string>, readonly string[]] {
  const first = words.findIndex((part) => !/^[A-Za-z_]\w*=/.test(part));
  const split = first < 0 ? words.length : first;
  const pairs = words
    .slice(0, split)
    .map((part): [string, string] => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]);
  return [new Map(pairs), words.slice(split)];
}

// A shell function or several commands: the words are still worth looking through.
function looseWords(text: string): readonly string[] {
  return text
    .split(/[;&|<>()`{}]+/)
    .flatMap((part) => shellWords(part) ?? part.split(/\s+/))
    .filter((part) => part !== '');
}
