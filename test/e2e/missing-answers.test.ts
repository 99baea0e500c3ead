import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect } from 'chai';

import { methods } from '../../src/methods/index.js';
import { built } from '../helpers/built.js';
import { temporaryHome } from '../helpers/environment.js';
import type { TemporaryHome } from '../helpers/environment.js';
import { run } from '../helpers/run.js';
import type { Ended } from '../helpers/run.js';

/** What a script puts into each variable that it is told of. */
const values: Readonly<Record<string, string>> = {
  REGION: 'eu-west-1',
  METHOD: 'instance',
  ROLE_ARN: 'arn:aws:iam::111122223333:role/Dev',
  SOURCE_PROFILE: 'default',
  COMMAND: 'cat keys.json',
  SSO_SESSION: 'corp',
  IDP_URL: 'https://sso.example.com/aws',
  ISSUER: 'https://login.example.com',
  CLIENT_ID: 'git',
  IDENTITY_POOL_ID: 'eu-west-1:01234567-89ab-cdef-0123-456789abcdef',
  USER_POOL_ID: 'eu-west-1_AbCdEfGhI',
  KEYS:
    'export AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE\n' +
    'export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\nexport AWS_SESSION_TOKEN=token\n',
  REPOSITORY: 'my-app',
  ACCOUNT: '111122223333',
  ACCESS: 'read',
  TRUSTED: '111122223333',
  SAML_PROVIDER: 'Corp',
  INSTANCE_ARN: 'arn:aws:sso:::instance/ssoins-0123456789abcdef',
  SSO_REGION: 'eu-west-1',
  GROUP_ID: '01234567-89ab-cdef-0123-456789abcdef',
  ATTACH_TO: 'user/ana',
  PROVIDER: 'oidc',
  SUBJECT: 'ana',
  CI_REPOSITORY: 'octo/app',
  MACHINE: 'ec2',
};

describe('a script without a terminal', function () {
  this.timeout(120_000);
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
    await write(
      '.aws/config',
      '[default]\n[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n',
    );
    await write(
      '.aws/credentials',
      '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n',
    );
  });
  afterEach(() => home.remove());

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(home.file(path)), { recursive: true });
    await writeFile(home.file(path), text);
  }
  const codecommit = async (words: readonly string[], variables: Record<string, string> = {}): Promise<Ended> =>
    await run(process.execPath, [`${built()}/git-codecommit.js`, ...words], { env: home.environment(variables) });
  /** The first variable of each answer that it was told to give. */
  const named = ({ stderr }: Ended): string[] =>
    [...stderr.replace(/\s+/g, ' ').matchAll(/(?:\(|, )(GIT_CODECOMMIT_[A-Z_]+)/g)].map(([, name = '']) => name);

  /** Runs, and gives what it is told to give, until nothing more is missing. */
  const rounds = async (words: readonly string[]): Promise<string[][]> => {
    const told: string[][] = [];
    let variables: Record<string, string> = {};
    for (;;) {
      const ended = await codecommit(words, variables);
      if (!ended.stderr.replace(/\s+/g, ' ').includes('missing, and nobody is there')) return told;
      expect(ended.code, ended.stderr).to.equal(2);
      const names = named(ended);
      expect(names, ended.stderr).to.not.have.lengthOf(0);
      expect(
        names.filter((name) => name in variables),
        ended.stderr,
      ).to.deep.equal([]);
      expect(ended.stderr.match(/--[a-z-]+/g)?.length, ended.stderr).to.be.at.least(names.length);
      told.push(names);
      const answers = names.map((name) => [name, values[name.replace('GIT_CODECOMMIT_', '')]] as const);
      expect(answers.filter(([, value]) => value === undefined)).to.deep.equal([]);
      variables = { ...variables, ...(Object.fromEntries(answers) as Record<string, string>) };
    }
  };

  for (const { id } of methods) {
    it(`is told every answer that setup by ${id} lacks at once, and which variable gives it`, async () => {
      const told = await rounds(['setup', '--method', id, '--dry-run']);
      expect(told.length, JSON.stringify(told)).to.equal(1);
      expect(told[0]).to.include('GIT_CODECOMMIT_REGION');
    });
  }

  it('is told the way to sign in first, for the rest depends on it', async () => {
    expect((await rounds(['setup', '--dry-run'])).map((names) => names.sort())).to.deep.equal([
      ['GIT_CODECOMMIT_METHOD', 'GIT_CODECOMMIT_REGION'],
    ]);
  });

  for (const name of ['assume-role', 'saml', 'identity-center'])
    it(`is told what the policies of ${name} lack, at once`, async () => {
      expect((await rounds(['policy', name])).length).to.equal(1);
    });

  it('is told the flag and the variable of a profile that it has to name', async () => {
    const recipe = (profile: string): string => `[${profile}]\nmethod = instance\nregion = eu-west-1\n`;
    await write('.config/git-codecommit/recipes.ini', `${recipe('one')}${recipe('two')}`);
    for (const words of [['refresh'], ['export'], ['share'], ['remove', '--dry-run'], ['clone', 'my-app']]) {
      const { code, stderr } = await codecommit(words);
      const said = stderr.replace(/\s+/g, ' ');
      expect([code, said], words.join(' ')).to.deep.equal([
        2,
        said.replace(/Name it with .*$/, 'Name it with --profile (or GIT_CODECOMMIT_PROFILE). '),
      ]);
      expect(said).to.include('There are one, two.').and.include('GIT_CODECOMMIT_PROFILE');
      const again = await codecommit(words, { GIT_CODECOMMIT_PROFILE: 'one' });
      expect(again.stderr, words.join(' ')).to.not.include('Which profile?');
    }
  });
});
