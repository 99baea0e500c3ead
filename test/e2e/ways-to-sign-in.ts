import { readFile, writeFile } from 'node:fs/promises';
import { TestTerminal } from '../helpers/terminal.js';
import type { Variables } from '../helpers/environment.js';
import type { Fixture } from './fixture.js';
import { flagsOf, signInBy } from './sign-in-by.js';
import type { AtHand, MethodId } from './sign-in-by.js';

/** A way to sign in, and how it comes that nothing renews it any more. */
export interface WayToSignIn {
  /** The words above its screens. */
  readonly title: string;
  /** Variables of the computer it happens on, setup and Git alike; looked at again each time. */
  readonly variables?: () => Variables;
  /** Sets the profile up and makes the clone; gives what setup said. */
  setUp(fixture: Fixture): Promise<string>;
  /** What happens at AWS, at the identity provider or in the home, besides the end of the session. */
  readonly then?: (fixture: Fixture) => unknown;
  /** A device's code is all it takes. */
  readonly wantsCode?: true;
  /** Ends what was started for it. */
  readonly leave?: () => Promise<void>;
}

/** The same fixture, where every program sees these variables too. */
export function withVariables(fixture: Fixture, variables: () => Variables): Fixture {
  const home: Fixture['home'] = {
    ...fixture.home,
    environment: (...extra) => fixture.home.environment(variables(), ...extra),
    run: (program, args, options = {}) =>
      fixture.home.run(program, args, { ...options, env: { ...variables(), ...options.env } }),
  };
  return {
    ...fixture,
    home,
    codecommit: (args, options) => home.run(process.execPath, [fixture.program, ...args], options),
  };
}

/** A way by a method of the table; `ends` where what it takes ends too. */
function by(method: MethodId, title: string, { answers, flags = [], ends = false, ...rest }: By = {}): WayToSignIn {
  let atHand: AtHand | undefined;
  return {
    title,
    variables: () => atHand?.variables ?? {},
    async setUp(fixture) {
      atHand = await signInBy[method](fixture);
      return await setUpBy(fixture, atHand, [
        '--method',
        method,
        ...flagsOf({ ...atHand.answers(), ...answers?.(fixture) }),
        ...flags,
      ]);
    },
    then: async (fixture) => {
      if (ends) await atHand?.ends?.();
      await rest.then?.(fixture);
    },
    leave: async () => await atHand?.leave?.(),
    ...(rest.wantsCode && { wantsCode: rest.wantsCode }),
  };
}

interface By extends Pick<WayToSignIn, 'then' | 'wantsCode'> {
  /** Other answers than those of the table, or more of them. */
  readonly answers?: (fixture: Fixture) => Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly ends?: boolean;
}

/** Sets up by flags, at a terminal where somebody has to be there. */
async function setUpBy(fixture: Fixture, { person }: AtHand, flags: readonly string[]): Promise<string> {
  const words = ['setup', '--repository', fixture.app.url, '--yes', '--overwrite', '--git-scope', 'region'];
  const all = [...words, '--clone', 'clone', '--profile', 'my-app', ...flags];
  if (person === undefined) {
    const { code, stderr } = await fixture.codecommit(all);
    if (code !== 0) throw new Error(stderr);
    return stderr;
  }
  const terminal = new TestTerminal([process.execPath, fixture.program, ...all], {
    env: fixture.home.environment(person),
    cwd: fixture.home.path,
    columns: 160,
    rows: 60,
  });
  try {
    const { code } = await terminal.exit(120_000);
    if (code !== 0) throw new Error(terminal.text());
    return terminal.text();
  } finally {
    await terminal.close();
  }
}

export const waysToSignIn: readonly WayToSignIn[] = [
  by('assume-role', 'A role in another account, which needs nobody', { flags: ['--keep-source'] }),
  by('assume-role', 'The same, and the role does not trust us any more', { flags: ['--keep-source'], ends: true }),
  by('assume-role', 'A role in another account, with keys that were given for once'),
  by('assume-role', 'A role that wants an MFA code', {
    answers: ({ roleWithMfa, ana }) => ({ 'role-arn': roleWithMfa.arn, 'mfa-code': ana.device.code() }),
    flags: ['--keep-source'],
    wantsCode: true,
  }),
  by('session-token', 'An IAM user with an MFA code', {
    then: ({ ana, app }) => {
      ana.device.code = () => app.account.users.get('bea')?.device.code() ?? '';
    },
    wantsCode: true,
  }),
  by('federation-token', "A limited session from an IAM user's keys, and the user is gone", { ends: true }),
  by('saml', "A company's sign-in page", {
    // As a recipe is after the page was opened in a browser.
    async then({ home, sandbox }) {
      const [idp] = sandbox.aws.identityProviders.values();
      const recipes = home.file('.config', 'git-codecommit', 'recipes.ini');
      await writeFile(recipes, `${await readFile(recipes, 'utf8')}idp-url = "${idp?.signInUrl ?? ''}"\n`);
    },
  }),
  by('saml', 'A SAML response that was pasted'),
  by('web-identity', 'A web identity token in a file, and nobody puts a new one there', { ends: true }),
  by('identity-center', "A company's access portal, and the sign-in there has ended too", { ends: true }),
  by('console-login', 'A sign-in to the AWS console that has ended', { ends: true }),
  by('process', 'A command that prints credentials, and does not any more', { ends: true }),
  by('keys', 'Keys that were pasted'),
  by('cognito', "An app's own sign-in at Amazon Cognito, and the refresh token is revoked", { ends: true }),
  inTheEnvironment(),
  by('environment', 'Credentials that were in the environment already', {
    flags: ['--save-to', 'environment'],
    ends: true,
  }),
  by('instance', 'The role of an EC2 instance'),
  by('instance', 'The same, and the instance has no role any more', { ends: true }),
];

/** `--save-to environment`, with the lines that setup printed in the shell that Git is run from. */
function inTheEnvironment(): WayToSignIn {
  let exported: Record<string, string> = {};
  return {
    title: 'A role in another account, with the credentials in the environment',
    variables: () => exported,
    async setUp(fixture) {
      const { code, stdout, stderr } = await fixture.codecommit(
        [
          'setup',
          '--method',
          'assume-role',
          '--role-arn',
          fixture.role.arn,
          '--repository',
          fixture.app.url,
          '--source-keys-file',
          fixture.keysFile,
          '--save-to',
          'environment',
          '--yes',
          '--clone',
          'clone',
        ],
        { env: { SHELL: '/bin/sh' } },
      );
      if (code !== 0) throw new Error(stderr);
      exported = Object.fromEntries(
        [...stdout.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
      );
      return stderr;
    },
    then: () => {
      exported = { ...exported, AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' };
    },
  };
}
