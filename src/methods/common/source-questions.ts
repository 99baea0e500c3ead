import { parseKeysBlock } from '../../aws/credential-formats/keys-block.js';
import { otherThanKeyId } from '../../aws/credential-formats/not-keys.js';
import { joined } from '../../core/advice/advice.js';
import type { Credentials } from '../../core/credentials.js';
import { GoBack } from '../../core/go-back.js';
import { OtherMethod } from '../../core/other-method.js';
import type { Source } from '../../core/method.js';
import { Problem, isProblem } from '../../core/problem.js';
import { Secret } from '../../core/secret.js';
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
export const sourceKeys: Question<EnteredKey | undefined, 'secret'> = {
  ...optional(
    secret<EnteredKey>({
      message: 'Access key',
      help: "file with the access key that signs the request (AWS's accessKeys.csv; - is standard input)",
      parse: readEnteredKey,
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

/** An access key that was entered, and what the person knows it by: the name of its file. */
export interface EnteredKey extends Credentials {
  readonly from?: string | undefined;
}

function readEnteredKey(raw: string): EnteredKey {
  const { credentials, name } = parseKeysBlock(raw);
  return name === undefined || name === typedByHand ? credentials : { ...credentials, from: name };
}

const typedByHand = 'typed';

/**
 * Asks until there is a whole access key: a file that is not there, or holds something else, is asked for again, with
 * what was typed to go on from.
 */
async function typeAccessKey(
  ui: Pick<Ui, 'ask' | 'say' | 'warn'>,
  readText: (path: string) => Promise<string>,
): Promise<string> {
  let before: string | undefined;
  for (;;) {
    const typed = (
      await ui.ask({
        kind: 'text',
        message: 'Access key ID, or the path of the accessKeys.csv',
        note: 'It begins with AKIA. AWS shows it, and its secret, once: when the key is made.',
        suggestion: before,
        isPath: true,
      })
    ).trim();
    try {
      if (/^[A-Z0-9]{16,128}$/.test(typed)) return await typeSecret(typed, ui);
      if (typed === '') continue;
      const other = otherThanKeyId(typed);
      if (other !== undefined) throw other;
      if (typed === '-') throw new Problem('usage', 'Standard input is this terminal: name a file.');
      const { credentials, name } = parseKeysBlock(await readText(typed));
      return blockOf(name ?? typed.split(/[/\\]/).at(-1) ?? typed, credentials);
    } catch (error) {
      before = typed;
      // The key's ID is the question before its secret.
      if (error instanceof GoBack) continue;
      if (!isProblem(error, 'usage') && !isProblem(error, 'file')) throw error;
      ui.warn(joined([error.said, error.hint]));
    }
  }
}

async function typeSecret(id: string, ui: Pick<Ui, 'ask'>): Promise<string> {
  const other = otherThanKeyId(id);
  if (other !== undefined) throw other;
  const secretAccessKey = new Secret(
    (await ui.ask({ kind: 'secret', message: 'Secret access key', back: true })).trim(),
  );
  const token = id.startsWith('ASIA')
    ? (await ui.ask({ kind: 'secret', message: 'Session token', back: true })).trim()
    : undefined;
  const block = blockOf(typedByHand, {
    accessKeyId: id,
    secretAccessKey,
    ...(token !== undefined && { sessionToken: new Secret(token) }),
  });
  parseKeysBlock(block);
  return block;
}

/** A section that `parseKeysBlock` reads; its name is what the keys are known by. */
function blockOf(name: string, { accessKeyId, secretAccessKey, sessionToken }: Credentials): string {
  const lines = [
    ['aws_access_key_id', accessKeyId],
    ['aws_secret_access_key', secretAccessKey.reveal()],
    ...(sessionToken === undefined ? [] : [['aws_session_token', sessionToken.reveal()]]),
  ];
  // A quoted value may have any character.
  return [
    `[${name.replace(/[[\]\n]/g, '_')}]`,
    ...lines.map(([key, value]) => `${key} = ${JSON.stringify(value)}`),
    '',
  ].join('\n');
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
      question: found.profile === undefined ? 'sourceKeys' : 'sourceProfile',
    },
  );
}
