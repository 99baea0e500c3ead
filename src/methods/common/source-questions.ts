import { parseKeysBlock } from '../../aws/credential-formats/keys-block.js';
import type { Credentials } from '../../core/credentials.js';
import { GoBack } from '../../core/go-back.js';
import { OtherMethod } from '../../core/other-method.js';
import type { Source } from '../../core/method.js';
import { Problem } from '../../core/problem.js';
import { optional, parsed, secret } from '../../core/interview/question.js';
import type { Question } from '../../core/interview/question.js';
import type { Choice, Ui } from '../../core/ports/ui.js';
import type { LocalFacts } from '../../core/local-facts.js';

/** The menu's answers that name no profile. */
export const enterKey = { once: ':once', kept: ':kept', otherMethod: ':another-way' } as const;

const ownKey: readonly Choice[] = [
  {
    value: enterKey.kept,
    name: 'An access key that I have here; keep it for refreshes',
    description: 'Kept as a profile of its own, so that a refresh needs nobody.',
  },
  { value: enterKey.once, name: 'An access key that I have here; for this run only' },
  { value: enterKey.otherMethod, name: 'None: sign in another way' },
];

/** Whose keys sign the call: a profile of any kind, or an access key given for this run. */
export const sourceProfile: Question<string | undefined, 'choice'> = {
  ...parsed<string | undefined>({
    message: 'Whose keys sign the request?',
    help: 'profile whose keys sign the request; of any kind',
    parse: parseSource,
    shareable: false,
    fallback: suggestedSource,
    choices: (_known, localFacts) => [...localFacts.profiles.map(profileChoice), ...ownKey],
  }),
  kind: 'choice',
  valueName: 'PROFILE',
};

/** An access key typed, or read from AWS's `accessKeys.csv`; used for this run unless the user keeps it. */
export const sourceKeys: Question<Credentials | undefined, 'secret'> = {
  ...optional(
    secret<Credentials>({
      message: 'Access key',
      help: "file with the access key that signs the request (AWS's accessKeys.csv; - is standard input)",
      parse: (raw) => parseKeysBlock(raw).credentials,
      insteadOf: 'sourceProfile',
      when: (known) => known.sourceProfile === undefined,
      converse: typeAccessKey,
    }),
  ),
};

/** The two questions of every method that signs its call with other keys. */
export const sourceQuestions = { sourceProfile, sourceKeys };

function parseSource(raw: string): string | undefined {
  const name = raw.trim();
  if (name === enterKey.otherMethod)
    throw new OtherMethod('No keys to sign the request with.', [], {}, 'Choose another way to sign in with --method.');
  return name === '' || name === enterKey.once || name === enterKey.kept ? undefined : name;
}

function suggestedSource(_known: unknown, { profiles, env }: LocalFacts): string | undefined {
  const names = profiles.filter((profile) => !profile.managed).map((profile) => profile.name);
  const wanted = [env['AWS_PROFILE'], 'default'].find((name) => name !== undefined && names.includes(name));
  return wanted ?? names[0];
}

function profileChoice(profile: LocalFacts['profiles'][number]): Choice {
  return { value: profile.name, name: profile.name, description: profile.describes };
}

async function typeAccessKey(
  ui: Pick<Ui, 'ask' | 'say'>,
  readText: (path: string) => Promise<string>,
): Promise<string> {
  let typed: string | undefined;
  for (;;) {
    typed = (
      await ui.ask({
        kind: 'text',
        message: 'Access key ID, or the path of the accessKeys.csv',
        note: 'It begins with AKIA. AWS shows it, and its secret, once: when the key is made.',
        suggestion: typed,
      })
    ).trim();
    if (!/^[A-Z0-9]{16,128}$/.test(typed)) return await readText(typed);
    try {
      const secretKey = await ui.ask({ kind: 'secret', message: 'Secret access key', back: true });
      return `[typed]\naws_access_key_id = ${typed}\naws_secret_access_key = ${secretKey.trim()}\n`;
    } catch (error) {
      // The key's ID is the question before.
      if (!(error instanceof GoBack)) throw error;
    }
  }
}

/**
 * The source, if STS takes it for a call that wants long-term keys.
 * Source: STS API reference, GetSessionToken and GetFederationToken: "Cannot call … with session credentials".
 * @throws Problem `usage` for temporary credentials
 */
export async function longTermSource(source: () => Promise<Source>, operation: string): Promise<Source> {
  const found = await source();
  if (found.credentials.sessionToken === undefined) return found;
  throw new Problem(
    'usage',
    `${operation} wants long-term keys, and ` +
      `${found.profile === undefined ? 'these are' : `profile ${found.profile} holds`} temporary ones.`,
    {
      hint: 'Choose a source with an access key that begins with AKIA, or sign in with `--method assume-role`.',
    },
  );
}
