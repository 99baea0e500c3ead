import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { Clients, sessionKeys } from '../sandbox/clients.js';
import type { Fixture } from './fixture.js';

/** A command that writes files, told so that each of its runs can be judged. */
export interface Story {
  /** A home before it, of which each run gets a copy. */
  readonly template: string;
  readonly args: readonly string[];
  /** The files that it changes, in its order. */
  readonly changes: readonly string[];
  /** The credentials file before the program ever changed it, which is kept. */
  readonly firstCredentials: string;
  /** What its calls are refused with, when all are asked for; of one story, everything that there is. */
  readonly tries: 'every error' | 'one error each';
  /** Whether a file's text is what an undisturbed run leaves. */
  isNew(file: string, text: string): boolean;
  /** What may stand in the credentials file alone. */
  secrets(): readonly string[];
}

type Texts = Readonly<Record<string, string>>;

const credentials = '.aws/credentials';
const config = '.aws/config';
const recipes = '.config/git-codecommit/recipes.ini';
const kept = '# mine\n[kept]\naws_access_key_id = AKIAKEPT\naws_secret_access_key = kept/secret\n';
const recipesHead = '; Recipes of git-codecommit: how each profile is renewed. No secrets stand here.\n';
// Long lines: much to write, and little to parse in each of a thousand runs.
const filler = `# ${'filler '.repeat(140)}\n`.repeat(9);

/** Variables that make a folder the home of a run. */
export function homeAt(fixture: Fixture, home: string): Record<string, string> {
  return fixture.home.environment({
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_CACHE_HOME: join(home, '.cache'),
  });
}

/** A new profile in three files that hold others. */
export async function setUpProfile(fixture: Fixture): Promise<Story> {
  const keys = sessionKeys(
    await new Clients(fixture.sandbox)
      .sts(fixture.ana.key)
      .send(new AssumeRoleCommand({ RoleArn: fixture.role.arn, RoleSessionName: 'ana' })),
  );
  const block = await fixture.home.write(
    'keys.env',
    `export AWS_ACCESS_KEY_ID=${keys.accessKeyId}\nexport ` +
      `AWS_SECRET_ACCESS_KEY=${keys.secretAccessKey}\nexport AWS_SESSION_TOKEN=${keys.sessionToken}\n`,
  );
  const before = {
    [credentials]: kept + filler,
    [config]: `[profile kept]\nregion = eu-west-1\n${filler}`,
    [recipes]: '; Recipes\n\n[other]\nmethod = "keys"\nregion = "eu-west-1"\n',
  };
  const after: Texts = {
    [credentials]:
      `${before[credentials]}\n[new]\naws_access_key_id = ` +
      `${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\naws_session_token ` +
      `= ${keys.sessionToken}\n`,
    [config]: `${before[config]}\n[profile new]\nregion = eu-west-1\n`,
    [recipes]:
      `${recipesHead}\n[other]\nmethod = "keys"\nregion = "eu-west-1"\n\n[new]\nmethod = ` +
      `"keys"\nregion = "eu-west-1"\naccount = "${fixture.role.account.id}"\narn = ` +
      `"arn:aws:sts::${fixture.role.account.id}:assumed-role/${fixture.role.name}/ana"\n`,
  };
  return {
    template: homeWith(fixture, before),
    args: [
      'setup',
      '--method',
      'keys',
      '--keys-file',
      block,
      '--profile',
      'new',
      '--region',
      'eu-west-1',
      '--git-scope',
      'none',
      '--no-verify',
      '--yes',
    ],
    changes: [credentials, config, recipes],
    firstCredentials: before[credentials],
    tries: 'every error',
    isNew: (file, text) => text === after[file],
    secrets: () => [keys.secretAccessKey, keys.sessionToken, 'kept/secret'],
  };
}

/** New credentials in the place of the old ones, in the middle of the file. */
export async function refreshProfile(fixture: Fixture): Promise<Story> {
  const firstCredentials =
    `${kept}\n[source]\naws_access_key_id = ` +
    `${fixture.ana.key.accessKeyId}\naws_secret_access_key = ` +
    `${fixture.ana.key.secretAccessKey}\n`;
  const template = homeWith(fixture, { [credentials]: firstCredentials });
  const set = await fixture.home.run(
    process.execPath,
    [
      fixture.program,
      'setup',
      '--method',
      'assume-role',
      '--source-profile',
      'source',
      '--role-arn',
      fixture.role.arn,
      '--profile',
      'mine',
      '--region',
      'eu-west-1',
      '--git-scope',
      'none',
      '--no-verify',
      '--yes',
    ],
    { env: homeAt(fixture, template) },
  );
  if (set.code !== 0) throw new Error(set.stderr);
  const file = join(template, credentials);
  writeFileSync(file, `${readFileSync(file, 'latin1')}\n${filler}`);
  const before = readFileSync(file, 'latin1');
  const { sessions } = fixture.sandbox.aws;
  const first = sessions.find(({ accessKeyId }) => before.includes(accessKeyId));
  if (first === undefined) throw new Error(`The profile was not set up:\n${before.slice(0, 1000)}`);
  const replaced = (session: typeof first): string =>
    before
      .replace(first.accessKeyId, session.accessKeyId)
      .replace(first.secretAccessKey, session.secretAccessKey)
      .replace(first.sessionToken, session.sessionToken)
      .replace(/(x_security_token_expires = )\S+/, `$1${session.expiration.toISOString().replace('.000', '')}`);
  return {
    template,
    args: ['refresh', 'mine', '--force', '--yes'],
    changes: [credentials],
    firstCredentials,
    tries: 'one error each',
    isNew: (_file, text) => sessions.some((session) => session !== first && text === replaced(session)),
    secrets: () => [
      'kept/secret',
      fixture.ana.key.secretAccessKey,
      ...sessions.flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken]),
    ],
  };
}

/** Two files that the AWS CLI rejects, made readable: what stands twice counts once. */
export function repairFiles(fixture: Fixture): Story {
  const credentialsText = (again: string): string =>
    `${kept}[twice]\naws_access_key_id = AKIATWICE\n${again}\naws_secret_access_key = twice/secret\n${filler}`;
  const configText = (first: string): string => `[profile kept]\n${first}\nregion = eu-west-1\n${filler}`;
  const after: Texts = { [credentials]: credentialsText('# [twice]'), [config]: configText('# region = us-east-1') };
  return {
    template: homeWith(fixture, {
      [credentials]: credentialsText('[twice]'),
      [config]: configText('region = us-east-1'),
    }),
    args: ['doctor', '--repair-files', '--yes'],
    changes: [credentials, config],
    firstCredentials: credentialsText('[twice]'),
    tries: 'one error each',
    isNew: (file, text) => text === after[file],
    secrets: () => ['kept/secret', 'twice/secret'],
  };
}

function homeWith(fixture: Fixture, texts: Texts): string {
  const home = mkdtempSync(join(fixture.home.path, 'template-'));
  for (const [file, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(home, file)), { recursive: true, mode: 0o700 });
    writeFileSync(join(home, file), text, { mode: 0o600 });
  }
  return home;
}
