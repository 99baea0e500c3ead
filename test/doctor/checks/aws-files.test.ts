import { expect } from 'chai';

import { commandLine, plainForm, plainText } from '../../../src/core/advice/say.js';
import { Problem } from '../../../src/core/problem.js';
import { Secret } from '../../../src/core/secret.js';
import type { DiagnosisFacts } from '../../../src/doctor/check.js';
import { configConflict, credentialsFile, environment, profile } from '../../../src/doctor/checks/aws-files.js';
import { facts, ports } from '../facts.js';

const variables = { AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x', AWS_SESSION_TOKEN: 'y' };
const keys = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: new Secret('x'), sessionToken: new Secret('y') };
const nothingSetUp: Partial<DiagnosisFacts> = {
  profile: undefined,
  owner: undefined,
  recipe: undefined,
  url: undefined,
};

async function look(check: typeof profile, over: Partial<DiagnosisFacts>): Promise<readonly [string, string, string]> {
  const { level, detail, fix } = await check.run(facts(over), ports());
  return [level, plainText(detail), fix === undefined ? '' : commandLine(fix, plainForm)];
}

describe("what the doctor says of AWS's files", () => {
  const repairs = 'git codecommit doctor --repair-files';
  const keyLines = 'aws_access_key_id = A\naws_secret_access_key = S\n';

  it('names every line that is in the way, in both files, and the repair', async () => {
    const [level, detail, fix] = await look(credentialsFile, {
      credentialsText: `[a]\nAWS_ACCESS_KEY_ID = A\n[profile b]\n${keyLines}`,
      configText: '[c]\nregion = x\n[profile d]\nrole_arn: r\n',
    });
    expect([level, fix]).to.deep.equal(['warn', repairs]);
    expect(detail).to.match(
      /credentials, line 2: .*small letters.*; line 3: .*\[b\].*config, line 1: .*\[profile c\].*; line 4: /,
    );
  });

  it('names first what the AWS CLI rejects a file for, and no repair where there is none', async () => {
    const [level, detail, fix] = await look(credentialsFile, {
      credentialsText: `[a]\nx = 1\n${'<'.repeat(7)} HEAD\ny = 1\n`,
    });
    expect([level, fix]).to.deep.equal(['warn', '']);
    expect(detail).to.match(/line 3: .*merge conflict.*The AWS CLI reads nothing of such a file\.$/);
    expect((await look(credentialsFile, { credentialsText: '[a]\nX: 1\n[a]\n[ b ]\n' }))[1]).to.match(
      /^\S+, line 3: .*; line 4: /,
    );
  });

  it('fills no screen with a file that is no such file at all', async () => {
    const [, detail] = await look(credentialsFile, { credentialsText: 'nothing\n'.repeat(5000) });
    expect(detail).to.match(/; and 4980 more\. The AWS CLI/);
  });

  it('finds nothing in a good file', async () => {
    const good = { credentialsText: `[a]\n${keyLines}`, configText: '[profile a]\nregion = x\n' };
    expect((await look(credentialsFile, good))[0]).to.equal('ok');
  });

  it('says of a profile without keys which line hides it', async () => {
    const none = { profile: 'dev', keys: undefined, keysFrom: undefined } as const;
    const [level, detail, fix] = await look(profile, {
      ...none,
      credentialsText: `[x]\ny = 1\n  [dev]\n  ${keyLines}`,
    });
    expect([level, fix]).to.deep.equal(['fail', repairs]);
    expect(detail).to.match(/^The profile 'dev' cannot be read\. \S+credentials, line 3: /);
    expect((await look(profile, { ...none, credentialsText: `[profile dev]\n${keyLines}` })).join()).to.match(
      /line 1: .*\[dev\].*Change that line\.,$/,
    );
    expect((await look(profile, none)).join()).to.contain('Profile dev has no keys any more.');
  });
});

describe('what the doctor says of settings that beat the keys', () => {
  const inFiles = (config: string, credentials = ''): Promise<readonly [string, string, string]> =>
    look(configConflict, {
      profile: 'dev',
      configText: `[profile dev]\n${config}\n`,
      credentialsText: `[dev]\n${credentials}\naws_access_key_id = ASIAEXAMPLE\naws_secret_access_key = x\n`,
    });

  it("names those that lead botocore elsewhere, and where they stand in either of AWS's files", async () => {
    for (const key of ['role_arn', 'sso_account_id', 'sso_role_name', 'web_identity_token_file']) {
      expect((await inFiles(`${key} = x`)).slice(0, 2).join()).to.match(
        new RegExp(`^warn,${key} in \\[profile dev\\] of \\S*config makes`),
      );
      expect((await inFiles('', `${key} = x`)).slice(0, 2).join()).to.match(
        new RegExp(`^warn,${key} in \\[dev\\] of \\S*credentials makes`),
      );
    }
  });

  it('minds no session and no portal alone, of which botocore makes no keys', async () => {
    for (const lines of [
      'sso_session = corp',
      'sso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1',
    ])
      expect((await inFiles(lines))[0], lines).to.equal('ok');
  });
});

describe('what the doctor says of credentials in the environment', () => {
  const unused: Partial<DiagnosisFacts> = {
    ...nothingSetUp,
    cleanUrl: undefined,
    env: variables,
    keys,
    keysFrom: 'environment',
  };

  it('offers those that nothing uses yet, where no repository is known', async () => {
    const [level, , fix] = await look(profile, unused);
    expect([level, fix]).to.deep.equal(['fail', 'git codecommit setup --method environment']);
  });

  it('offers none that would be refused: long-term keys, and a session that has ended', async () => {
    const longTerm = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: new Secret('x') };
    expect((await look(profile, { ...unused, keys: longTerm }))[2]).to.equal('git codecommit setup');
    const ended = { ...keys, expiration: new Date('2020-01-01T00:00:00Z') };
    expect((await look(profile, { ...unused, keys: ended }))[2]).to.equal('git codecommit setup');
  });

  it('names the repository that was asked about, and leaves it to the wizard in a clone', async () => {
    const cleanUrl = 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app';
    const none = { ...nothingSetUp, cleanUrl, keys: undefined, keysFrom: undefined };
    expect((await look(profile, { ...none, remote: undefined }))[2]).to.equal(
      `git codecommit setup --repository ${cleanUrl}`,
    );
    const remote = { name: 'origin', kind: 'remote', url: cleanUrl, written: cleanUrl, pushUrl: cleanUrl } as const;
    expect((await look(profile, { ...none, remote }))[2]).to.equal('git codecommit setup');
  });

  it('says which half is missing, and not that there is nothing', async () => {
    const keysProblem = new Problem('usage', 'AWS_SECRET_ACCESS_KEY is not set.', { hint: 'Set it.' });
    const [level, detail] = await look(profile, { ...nothingSetUp, keys: undefined, keysFrom: undefined, keysProblem });
    expect([level, detail]).to.deep.equal(['fail', 'AWS_SECRET_ACCESS_KEY is not set. Set it.']);
  });

  it('knows that nobody but whoever put them there brings new ones', async () => {
    const none = { ...nothingSetUp, keys: undefined, keysFrom: undefined };
    const by = (method: string): Partial<DiagnosisFacts> => ({ ...none, recipe: { method, region: '', answers: {} } });
    expect((await look(profile, by('environment')))[2]).to.equal('');
    expect((await look(profile, by('assume-role')))[2]).to.contain('export --recipe environment');
  });

  it('minds no variables with the very keys of the profile, and others', async () => {
    expect((await look(environment, { env: variables }))[0]).to.equal('ok');
    const [level, , fix] = await look(environment, { env: { ...variables, AWS_ACCESS_KEY_ID: 'ASIAOTHER' } });
    expect([level, fix]).to.deep.equal(['warn', 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN']);
  });

  it("warns of two session tokens, of which AWS's tools take different ones", async () => {
    const env = { ...variables, AWS_SECURITY_TOKEN: 'old' };
    const [level, , fix] = await look(environment, { ...unused, env });
    expect([level, fix]).to.deep.equal(['warn', 'unset AWS_SECURITY_TOKEN']);
  });
});
