import { expect } from 'chai';
import { answerGit, type HelperPorts } from '../../../src/helper/answer/answer-git.js';
import type { HelperOutput } from '../../../src/helper/answer/refusal.js';
import { plainForm } from '../../../src/core/advice/say.js';
import type { Credentials } from '../../../src/core/credentials.js';
import { Problem } from '../../../src/core/problem.js';
import { Secret } from '../../../src/core/secret.js';
import { vectors, vectorTime, type Vector } from '../../helpers/vectors.js';

const temporary: Credentials = {
  accessKeyId: 'ASIAX',
  secretAccessKey: new Secret('s3cret'),
  sessionToken: new Secret('t0ken'),
};
const request = 'protocol=https\nhost=git-codecommit.eu-west-1.amazonaws.com\npath=v1/repos/R\n';

/** Ports with which no password was ever doubted. */
const confident: Pick<HelperPorts, 'memory' | 'check'> = {
  memory: { recall: () => ({ kind: 'trust' }), note: () => undefined, confirm: () => undefined },
  check: () => Promise.reject(new Error('nothing should be checked')),
};

function ask(
  profiles: Record<string, Credentials>,
  {
    input = request,
    profile,
    usage,
    ...ports
  }: { input?: string; profile?: string; usage?: string } & Partial<HelperPorts> = {},
): Promise<HelperOutput> {
  return answerGit(
    { profile, input, usage },
    {
      ...confident,
      env: {},
      now: () => vectorTime,
      form: () => Promise.resolve(plainForm),
      staticKeys: (name) => profiles[name],
      settings: (name) => (profiles[name] ? {} : undefined),
      renew: () => Promise.reject(new Problem('aws', 'A new one wants an MFA code.')),
      ...ports,
    },
  );
}

function userIn({ stdout }: HelperOutput): string | undefined {
  return /^username=(.*)$/m.exec(stdout)?.[1];
}

function refused(answer: HelperOutput, ...parts: string[]): void {
  expect(answer.stdout).to.equal('quit=1\n');
  expect(answer.stderr).to.match(/^git-credential-codecommit: [^\n]+\n$/);
  for (const part of parts) expect(answer.stderr).to.contain(part);
}

describe("the helper's answer", () => {
  const keysOf = ({ access_key: accessKeyId, secret_key: secret, session_token: token }: Vector): Credentials => ({
    accessKeyId,
    secretAccessKey: new Secret(secret),
    ...(token !== null && { sessionToken: new Secret(token) }),
  });

  for (const vector of vectors) {
    it(`to recorded question ${vector.name}: ${vector.expect}`, async () => {
      const answer = await ask({ dev: keysOf(vector) }, { input: vector.stdin, profile: 'dev' });
      if (vector.expect === 'same')
        expect(answer).to.deep.equal({ stdout: `${vector.stdout}password_expiry_utc=1795438196\n`, stderr: '' });
      else if (vector.expect === 'refuse') refused(answer);
      else expect(answer).to.deep.equal({ stdout: '', stderr: '' });
    });
  }

  it('ends with the session, if that comes first', async () => {
    const answer = await ask(
      { dev: { ...temporary, expiration: new Date('2026-11-23T12:40:00Z') } },
      { profile: 'dev' },
    );
    expect(answer.stdout).to.match(/^password_expiry_utc=1795437600$/m);
  });

  it('says that the session has ended, since when, and how to go on', async () => {
    const ended = { ...temporary, expiration: new Date('2026-11-23T11:22:56Z') };
    refused(
      await ask({ dev: ended }, { profile: 'dev' }),
      "profile 'dev' ended at 2026-11-23T11:22:56Z (1 h 12 min ago)",
      'Run: git codecommit refresh dev',
    );
    refused(await ask({ "o'neil x": ended }, { profile: "o'neil x" }), "git codecommit refresh 'o'\\''neil x'");
    refused(
      await ask({ dev: { ...temporary, expiration: vectorTime } }, { profile: 'dev' }),
      'ended',
      'A new one wants an MFA code.',
    );
  });

  it('signs with new credentials where a session that has ended, or is about to, can be renewed', async () => {
    for (const [seconds, ended] of [
      [-1, true],
      [299, false],
    ] as const) {
      const asked: unknown[] = [];
      const renew: HelperPorts['renew'] = (profile, state) => {
        asked.push([profile, state]);
        return Promise.resolve({ ...temporary, accessKeyId: 'ASIANEW' });
      };
      const answer = await ask(
        { dev: { ...temporary, expiration: new Date(vectorTime.getTime() + seconds * 1000) } },
        { profile: 'dev', renew },
      );
      expect(answer.stdout).to.include('username=ASIANEW%');
      expect(asked).to.deep.equal([['dev', { ended }]]);
    }
  });

  it('signs with what there is while the session lives, when it cannot be renewed', async () => {
    const answer = await ask(
      { dev: { ...temporary, expiration: new Date(vectorTime.getTime() + 60_000) } },
      { profile: 'dev' },
    );
    expect(answer.stdout).to.include('username=ASIAX%');
    expect(answer.stderr).to.equal('');
  });

  it('renews nothing that lasts, or that came from the environment', async () => {
    const renew = (): Promise<Credentials> => Promise.reject(new Error('nobody should be asked'));
    const lasting = await ask(
      { dev: { ...temporary, expiration: new Date(vectorTime.getTime() + 301_000) } },
      { profile: 'dev', renew },
    );
    expect(lasting.stdout).to.include('username=ASIAX%');
  });

  it('says that the profile holds no keys, without moving the cursor', async () => {
    refused(await ask({}, { profile: 'dev' }), "profile 'dev'", 'git codecommit refresh dev');
    const { stderr } = await ask({}, { profile: '\u001b[2J' });
    expect(stderr).to.not.contain('\u001b');
  });

  it('names the setting that is missing where Git sends no path', async () => {
    refused(
      await ask({ dev: temporary }, { input: request.replace(/path=.*\n/, ''), profile: 'dev' }),
      'useHttpPath true',
    );
  });

  it('tells a wrong command line where the host is ours, and nowhere else', async () => {
    refused(await ask({ dev: temporary }, { usage: 'Wrong.' }), 'Wrong.');
    expect(
      await ask({ dev: temporary }, { usage: 'Wrong.', input: 'protocol=https\nhost=github.com\n' }),
    ).to.deep.equal({ stdout: '', stderr: '' });
  });

  it('says what could not be read', async () => {
    const answer = await ask(
      {},
      {
        profile: 'dev',
        staticKeys: () => {
          throw new Error('EACCES: permission denied\n/home/x');
        },
      },
    );
    refused(answer, 'EACCES');
  });

  it('holds no key that would break out of its line', async () => {
    refused(await ask({ dev: { ...temporary, accessKeyId: 'A\nhost=evil' } }, { profile: 'dev' }), 'control character');
  });

  describe('takes its keys', () => {
    const keys = (accessKeyId: string): Credentials => ({ ...temporary, accessKeyId });
    const env = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 's' };

    it('from the profile it was given, and never from the environment', async () => {
      expect(
        userIn(await ask({ dev: keys('DEV') }, { profile: 'dev', env: { ...env, AWS_PROFILE: 'other' } })),
      ).to.equal('DEV%t0ken');
      refused(await ask({ other: keys('OTHER') }, { profile: 'dev', env: { ...env, AWS_PROFILE: 'other' } }));
    });

    it('from the environment first where none was given', async () => {
      const profiles = { default: keys('DEFAULT'), work: keys('WORK') };
      expect(userIn(await ask(profiles, { env: { ...env, AWS_PROFILE: 'work' } }))).to.equal('ENV');
      expect(userIn(await ask(profiles, { env: { ...env, AWS_SESSION_TOKEN: 'tok' } }))).to.equal('ENV%tok');
      expect(userIn(await ask(profiles, { env: { ...env, AWS_SECURITY_TOKEN: 'old' } }))).to.equal('ENV%old');
      expect(
        userIn(
          await ask(profiles, {
            env: { ...env, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_PROFILE: 'work' },
          }),
        ),
      ).to.equal('WORK%t0ken');
      expect(userIn(await ask(profiles, { env: { AWS_PROFILE: '' } }))).to.equal('DEFAULT%t0ken');
    });

    it('from a role last of all', async () => {
      const roleKeys = (): Promise<Credentials> => Promise.resolve(keys('ROLE'));
      expect(userIn(await ask({}, { roleKeys }))).to.equal('ROLE%t0ken');
      expect(userIn(await ask({ default: keys('DEFAULT') }, { roleKeys }))).to.equal('DEFAULT%t0ken');
      refused(await ask({}, { roleKeys, env: { AWS_PROFILE: 'gone' } }), "'gone'");
      refused(await ask({}, { roleKeys, profile: 'gone' }), "'gone'");
      refused(await ask({}), 'No AWS credentials were found', 'git codecommit');
    });

    it('from the environment for --profile default, unless [default] has keys', async () => {
      expect(userIn(await ask({}, { profile: 'default', env }))).to.equal('ENV');
      expect(userIn(await ask({ work: keys('WORK') }, { profile: 'default', env: { AWS_PROFILE: 'work' } }))).to.equal(
        'WORK%t0ken',
      );
      expect(userIn(await ask({ default: keys('DEFAULT') }, { profile: 'default', env }))).to.equal('DEFAULT%t0ken');
    });

    it('only whole', async () => {
      refused(
        await ask({ default: keys('D') }, { env: { AWS_ACCESS_KEY_ID: 'X' } }),
        'AWS_SECRET_ACCESS_KEY is not set',
      );
      refused(
        await ask({ default: keys('D') }, { env: { AWS_SECRET_ACCESS_KEY: 'X' } }),
        'AWS_ACCESS_KEY_ID is not set',
      );
    });

    it('from the environment only while they last', async () => {
      expect(
        (await ask({}, { env: { ...env, AWS_CREDENTIAL_EXPIRATION: '2026-11-23T12:40:00+00:00' } })).stdout,
      ).to.contain('1795437600');
      expect(userIn(await ask({}, { env: { ...env, AWS_CREDENTIAL_EXPIRATION: 'soon' } }))).to.equal('ENV');
      refused(
        await ask({}, { env: { ...env, AWS_CREDENTIAL_EXPIRATION: '2026-11-23T12:00:00Z' } }),
        'in the environment ended',
        'export --recipe environment',
      );
    });
  });

  it('shows no secret when it refuses', async () => {
    const answers = await Promise.all([
      ask({ dev: { ...temporary, expiration: new Date(0) } }, { profile: 'dev' }),
      ask({ dev: temporary }, { profile: 'dev', input: request.replace('R', '..') }),
      ask({}, { env: { AWS_ACCESS_KEY_ID: 's3cret' } }),
    ]);
    for (const { stderr, stdout } of answers) expect(stderr + stdout).to.not.match(/s3cret|t0ken/);
  });
});
