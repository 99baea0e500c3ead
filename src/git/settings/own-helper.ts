import type { ConfigEntry } from '../config/entries.js';
import { isPlainAwsHelper } from './aws-helper-value.js';
import { awsHelperValue, helperValue, readHelperValue, type HelperCommand } from './helper-value.js';
import type { Replaced } from './replaced.js';

/** What helper lines of ours are held against. */
export interface OwnHelpers {
  /** How the program that runs now would be named. */
  readonly command: HelperCommand;
  /** The Node that runs now. */
  readonly node: string;
  /** Where our own data lie, copies of the program among them. */
  readonly data: string;
  readonly record: readonly Replaced[];
}

/**
 * Whether a setting is one that we write, to the letter: recorded, or a helper that runs our program, by a Node of
 * ours, or the AWS CLI's. Another word in it, another path or Node would be somebody else's program.
 */
export function isOwnSetting({ key, value = '' }: ConfigEntry, own: OwnHelpers): boolean {
  const sameKey = (other: string): boolean => other.toLowerCase() === key.toLowerCase();
  const isHelper = /\.helper$/i.test(key);
  if (
    own.record.some(
      (change) => change.after.includes(value) && (isHelper ? /\.helper$/i.test(change.key) : sameKey(change.key)),
    )
  )
    return true;
  return isHelper && isOwnHelper(value, own);
}

function isOwnHelper(value: string, { command, node, data }: OwnHelpers): boolean {
  const {
    kind,
    profile,
    paths: [file],
    node: named,
  } = readHelperValue(value);
  if (kind === 'aws') return value === awsHelperValue(profile) || isPlainAwsHelper(value);
  if (kind !== 'codecommit') return false;
  if (value === helperValue({ ...command, bare: true }, profile)) return true;
  const slashes = (path: string): string => path.replace(/\\/g, '/');
  const copies = `${slashes(data)}/program/`;
  const isCopy =
    file?.startsWith(copies) === true && /^(?!\.+\/)[^/]+\/git-credential-codecommit$/.test(file.slice(copies.length));
  const isKnownFile = file !== undefined && (isCopy || file === slashes(command.file));
  const isKnownNode =
    named === undefined || [command.node, node].some((one) => one !== undefined && slashes(one) === named);
  return isKnownFile && isKnownNode && value === helperValue({ bare: false, file, node: named }, profile);
}
