import { sentence } from '../core/advice/advice.js';
import { repairFiles } from '../core/advice/own-commands.js';
import type { Credentials } from '../core/credentials.js';
import { printable } from '../core/text/printable.js';
import { Problem } from '../core/problem.js';
import { findFaults } from './ini/faults.js';
import { alternativeName, whyNotName } from './ini/names.js';
import { isRepairable } from './ini/repair.js';
import { isLongTerm, readProfiles } from './profiles.js';
import type { Profile } from './profiles.js';
import type { FileKind } from './ini/readings.js';
import type { Texts } from './static-keys.js';

/** The two files and where they lie. */
export interface AwsTexts extends Texts {
  readonly paths: { readonly credentials: string; readonly config: string };
}

/** What is about to be written, as far as refusing it goes. */
export interface WritableOptions {
  /** Long-term keys may be replaced. */
  readonly overwrite: boolean;
  /** The keys to write, if they are known: a profile may be given its own keys again. */
  readonly credentials?: Credentials | undefined;
  /** Whether the config file is edited too. */
  readonly config: boolean;
}

/**
 * Why keys must not be written into a profile, with a proposal; nothing where they may.
 * Kind `usage` for a name or profile that will not do, `file` for a file that cannot be edited safely.
 */
export function whyNotWritable(name: string, texts: AwsTexts, options: WritableOptions): Problem | undefined {
  const proposal = (): string => alternativeName(name, (candidate) => readProfiles(texts, candidate).length > 0);
  const reason = whyNotName(name);
  if (reason !== undefined) {
    return new Problem('usage', `A profile cannot be named ${JSON.stringify(printable(name, 60))}: ${reason}.`, {
      hint: `Choose another name, such as ${proposal()}.`,
    });
  }
  const [profile] = readProfiles(texts, name);
  return (
    faulty(texts, 'credentials') ??
    (options.config ? faulty(texts, 'config') : undefined) ??
    (profile && (beaten(profile, proposal) ?? occupied(profile, proposal, options)))
  );
}

/** The Problem of a file that botocore rejects, if it does. */
export function faulty({ paths, ...texts }: AwsTexts, kind: FileKind): Problem | undefined {
  const fault = findFaults(texts[kind] ?? '', kind).find(({ level }) => level === 'rejected');
  if (!fault) return undefined;
  return new Problem(
    'file',
    `${paths[kind]}, line ${fault.line}: ${printable(fault.message)}. The AWS CLI rejects the whole file ` +
      'because of that, so it is not edited.',
    {
      hint: isRepairable(fault.id, texts[kind] ?? '', kind)
        ? sentence`Repair it with: ${repairFiles()}`
        : 'Change that line, and try again.',
    },
  );
}

// Settings that botocore obeys before it looks at keys; AWS's other tools differ on them.
function beaten({ name, settings }: Profile, proposal: () => string): Problem | undefined {
  const setting = Object.keys(settings).find(
    (key) => key === 'role_arn' || key === 'web_identity_token_file' || key.startsWith('sso_'),
  );
  if (setting === undefined) return undefined;
  return new Problem(
    'usage',
    `The profile ${name} has ${setting} set, and AWS tools obey that instead of keys that are written beside it.`,
    {
      hint: `Choose another name, such as ${proposal()}.`,
    },
  );
}

function occupied(
  { name, keys }: Profile,
  proposal: () => string,
  { overwrite, credentials }: WritableOptions,
): Problem | undefined {
  if (!keys || overwrite || !isLongTerm(keys) || keys.accessKeyId === credentials?.accessKeyId) return undefined;
  const where = keys.from === 'config' ? " in AWS's config file" : '';
  return new Problem(
    'usage',
    `The profile ${name} holds long-term keys${where}, which temporary ones must not replace unasked.`,
    {
      hint: `Choose another name, such as ${proposal()}, or say --overwrite.`,
    },
  );
}
