import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';

import { isProblem } from '../../../src/core/problem.js';
import { helperKeys } from '../../../src/helper/answer/helper-keys.js';
import { profileLookup } from '../../../src/profile/static-keys.js';
import { roleKeys } from '../../../src/system/aws/role-keys.js';
import { awsSeeing } from '../../helpers/aws-client.js';
import { cleanEnvironment } from '../../helpers/environment.js';
import { fakeService, stsCredentials } from '../../helpers/fake-service.js';
import type { Answer, Seen } from '../../helpers/fake-service.js';
import { jwt } from '../../helpers/jwt.js';
import { needs } from '../../helpers/needs.js';
import { randomNumbers } from '../../helpers/random-numbers.js';
import { seed } from '../../helpers/seed.js';
import { undoAfter } from '../../helpers/undo.js';

type Env = Readonly<Record<string, string>>;

/** Who gave which keys; `nobody` and `refused` where there are none. */
interface Found {
  readonly from: string;
  readonly id?: string;
  readonly secret?: string;
  readonly token?: string | null;
  readonly expiration?: number | null;
}

const folder = '/latest/meta-data/iam/security-credentials/';
const sources: Readonly<Record<string, string>> = {
  env: 'environment',
  'assume-role-with-web-identity': 'web-identity',
  'shared-credentials-file': 'profile',
  'container-role': 'container',
  'iam-role': 'instance',
};

describe('the keys that are found without a profile, beside what botocore finds', function () {
  this.timeout(300_000);
  before(needs('newest-botocore'));
  const undo = undoAfter();
  let place: string;
  let origin: string;
  /** What each variable may be; `undefined` is not set, the empty text is set to nothing. */
  let values: Readonly<Record<string, readonly (string | undefined)[]>>;
  before(async () => {
    place = await mkdtemp(join(tmpdir(), 'git-codecommit-chain-'));
    undo(() => rm(place, { recursive: true }));
    const service = await fakeService(answer);
    undo(() => service.close());
    origin = service.url.replace(/\/$/, '');
    const write = async (name: string, text: string): Promise<string> => {
      await writeFile(join(place, name), text);
      return join(place, name);
    };
    const token = jwt({
      iss: 'https://ci.example.com',
      sub: 'job',
      aud: 'sts.amazonaws.com',
      iat: 1_790_000_000,
      exp: 4_000_000_000,
    });
    const named = '[static]\naws_access_key_id = ASIASTATIC\naws_secret_access_key = s\naws_session_token = t\n';
    const standard = '[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = d\n';
    const config =
      '[profile region]\nregion = eu-west-1\n' +
      '[profile role]\nrole_arn = arn:aws:iam::111122223333:role/Other\nsource_profile = static\n';
    values = {
      AWS_ACCESS_KEY_ID: [undefined, undefined, '', 'ASIAVARIABLE'],
      AWS_SECRET_ACCESS_KEY: [undefined, undefined, '', 'secret'],
      AWS_SESSION_TOKEN: [undefined, '', 'token'],
      AWS_SECURITY_TOKEN: [undefined, '', 'token', 'old'],
      AWS_CREDENTIAL_EXPIRATION: [
        undefined,
        '',
        '2099-01-01T00:00:00Z',
        '2099-01-01T02:00:00+02:00',
        '2020-01-01T00:00:00Z',
      ],
      AWS_WEB_IDENTITY_TOKEN_FILE: [
        undefined,
        undefined,
        '',
        await write('token', token),
        await write('token-with-line-feed', `${token}\n`),
        join(place, 'gone'),
      ],
      AWS_ROLE_ARN: [undefined, '', 'arn:aws:iam::111122223333:role/Job'],
      AWS_ROLE_SESSION_NAME: [undefined, '', 'build-17'],
      AWS_PROFILE: [undefined, undefined, '', 'static', 'region', 'role', 'gone'],
      AWS_SHARED_CREDENTIALS_FILE: [
        await write('credentials', named),
        await write('credentials-with-default', `${named}${standard}`),
      ],
      AWS_CONFIG_FILE: [await write('config', config)],
      AWS_CONTAINER_CREDENTIALS_FULL_URI: [undefined, undefined, '', `${origin}/container`, `${origin}/gone`],
      AWS_CONTAINER_AUTHORIZATION_TOKEN: [undefined, '', 'authorization'],
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: [
        undefined,
        '',
        await write('pod', 'pod-token'),
        await write('pod-with-line-feed', 'pod-token\n'),
      ],
      AWS_EC2_METADATA_DISABLED: [undefined, '', 'true', 'TRUE', 'false'],
      AWS_EC2_METADATA_SERVICE_ENDPOINT: [origin, `${origin}/none/`],
      AWS_ENDPOINT_URL_STS: [origin],
      AWS_DEFAULT_REGION: ['eu-west-1'],
    };
  });

  function answer({ method, path, body, headers }: Seen): Answer {
    const form = new URLSearchParams(body);
    const action = form.get('Action');
    if (action === 'AssumeRole') return stsCredentials('AssumeRole', '2099-01-01T00:00:00Z');
    if (action === 'AssumeRoleWithWebIdentity') {
      const asked = `${form.get('RoleArn') ?? ''} ${(form.get('RoleSessionName') ?? '').replace(/.*-\d{6,}$/, '')}`;
      const said = stsCredentials(action, '2099-01-01T00:00:00Z');
      return { ...said, body: said.body?.replace('token==', asked) ?? '' };
    }
    const keys = (id: string, token: string): Answer => ({
      body: JSON.stringify({
        Code: 'Success',
        AccessKeyId: id,
        SecretAccessKey: 'of a role',
        Token: token,
        Expiration: '2099-01-01T00:00:00Z',
      }),
    });
    if (path === '/container') return keys('ASIACONTAINER', `for ${headers.authorization ?? 'nobody'}`);
    if (method === 'PUT') return { body: 'imds-token' };
    if (path === folder) return { body: 'Builder' };
    return path === `${folder}Builder` ? keys('ASIAINSTANCE', 'imds') : { status: 404, body: '' };
  }

  async function ours(env: Env): Promise<Found> {
    const text = (name: string): Promise<string> => readFile(env[name] ?? '', 'latin1');
    const aws = awsSeeing({ AWS_ENDPOINT_URL_STS: origin });
    const texts = { credentials: await text('AWS_SHARED_CREDENTIALS_FILE'), config: await text('AWS_CONFIG_FILE') };
    try {
      const { from, credentials } = await helperKeys(
        undefined,
        {
          env,
          ...profileLookup(texts),
          webIdentityKeys: (webIdentity, region) => aws.webIdentityCredentials(webIdentity, { region }),
          roleKeys: () => roleKeys({ env, readText: (path) => readFileSync(path, 'utf8') }),
        },
        'eu-west-1',
      );
      const { accessKeyId: id, secretAccessKey, sessionToken, expiration } = credentials;
      if (expiration && expiration < new Date()) return { from: 'refused' };
      return {
        from,
        id,
        secret: secretAccessKey.reveal(),
        token: sessionToken?.reveal() ?? null,
        expiration: expiration ? expiration.getTime() / 1000 : null,
      };
    } catch (error) {
      if (!isProblem(error)) throw error;
      return { from: error.message.startsWith('No AWS credentials were found') ? 'nobody' : 'refused' };
    }
  }

  async function theirs(cases: readonly Env[]): Promise<readonly Found[]> {
    const python = spawn('python-newest-botocore', [join(import.meta.dirname, 'botocore-chain.py')], {
      env: cleanEnvironment({ HOME: place }),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    python.stdin.end(cases.map((env) => `${JSON.stringify(env)}\n`).join(''));
    const answers: Found[] = [];
    for await (const line of createInterface({ input: python.stdout })) {
      const { from, error, ...rest } = JSON.parse(line) as { from?: string | null; error?: string };
      if (error !== undefined) answers.push({ from: 'refused' });
      else answers.push({ from: typeof from === 'string' ? (sources[from] ?? from) : 'nobody', ...rest });
    }
    return answers;
  }

  /** Where we do otherwise on purpose: why, and what is found then. */
  function onPurpose(env: Env, found: Found, theirs: Found | undefined): string | undefined {
    const set = (name: string): boolean => (env[name] ?? '') !== '';
    const isBlank = (name: string): boolean => env[name] === '';
    const { AWS_SESSION_TOKEN: token = '', AWS_SECURITY_TOKEN: old = '' } = env;
    if (!set('AWS_ACCESS_KEY_ID') && set('AWS_SECRET_ACCESS_KEY') && found.from === 'refused')
      return 'a secret without its key id is said, not passed over';
    if (isBlank('AWS_PROFILE') && theirs?.from === 'refused') return 'a profile name that is blank is none';
    if (env['AWS_PROFILE'] === 'gone' && found.from === 'environment')
      return 'a profile that is missing does no harm to keys in variables';
    if (token !== '' && old !== '' && token !== old && found.token === token)
      return 'of two tokens the one counts that other tools than botocore take';
    if (env['AWS_PROFILE'] === 'role' && found.from === 'refused')
      return 'nobody can follow a profile to its keys inside Git';
    if (found.from === 'container') {
      if (env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE']?.endsWith('line-feed') === true)
        return "a line feed is no part of a pod's token";
      if (isBlank('AWS_CONTAINER_AUTHORIZATION_TOKEN') || isBlank('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'))
        return 'a token that is blank is none';
    }
    if (isBlank('AWS_CONTAINER_CREDENTIALS_FULL_URI') && ['instance', 'nobody'].includes(found.from))
      return 'an address that is blank is none';
    return undefined;
  }

  async function compare(cases: readonly Env[]): Promise<{ readonly same: number; readonly reasons: Set<string> }> {
    const reasons = new Set<string>();
    let same = 0;
    const answers = await theirs(cases);
    expect(answers.length).to.equal(cases.length);
    for (const [index, env] of cases.entries()) {
      const found = await ours(env);
      const why = onPurpose(env, found, answers[index]);
      if (JSON.stringify(found) === JSON.stringify(answers[index])) same += 1;
      else if (why !== undefined) reasons.add(why);
      else expect(found, JSON.stringify(env, undefined, 1)).to.deep.equal(answers[index]);
    }
    return { same, reasons };
  }

  const combinations = (names: readonly string[]): Env[] =>
    names.reduce<Env[]>(
      (all, name) =>
        all.flatMap((env) =>
          [...new Set(values[name] ?? [])].map((value) => (value === undefined ? env : { ...env, [name]: value })),
        ),
      [{}],
    );
  const still = (): Env => ({
    AWS_SHARED_CREDENTIALS_FILE: values['AWS_SHARED_CREDENTIALS_FILE']?.[0] ?? '',
    AWS_CONFIG_FILE: values['AWS_CONFIG_FILE']?.[0] ?? '',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL_STS: origin,
    AWS_DEFAULT_REGION: 'eu-west-1',
  });

  it('are the same in every combination of the variables of keys', async () => {
    const cases = combinations([
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'AWS_SECURITY_TOKEN',
      'AWS_CREDENTIAL_EXPIRATION',
    ]).map((env) => ({ ...still(), ...env }));
    const { same, reasons } = await compare(cases);
    expect(same).to.be.greaterThan(cases.length / 2);
    expect([...reasons]).to.have.members([
      'a secret without its key id is said, not passed over',
      'of two tokens the one counts that other tools than botocore take',
    ]);
  });

  it('are the same in every combination of the variables of a web identity, and of a profile', async () => {
    const cases = combinations([
      'AWS_WEB_IDENTITY_TOKEN_FILE',
      'AWS_ROLE_ARN',
      'AWS_ROLE_SESSION_NAME',
      'AWS_PROFILE',
    ]).map((env) => ({ ...still(), ...env }));
    const { reasons } = await compare(cases);
    expect([...reasons]).to.have.members([
      'a profile name that is blank is none',
      'nobody can follow a profile to its keys inside Git',
    ]);
  });

  it('are the same in every combination of the variables of a container, a pod and an instance', async () => {
    const cases = combinations([
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
      'AWS_CONTAINER_AUTHORIZATION_TOKEN',
      'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
      'AWS_EC2_METADATA_DISABLED',
      'AWS_EC2_METADATA_SERVICE_ENDPOINT',
    ]).map((env) => ({ ...still(), AWS_EC2_METADATA_DISABLED: 'false', ...env }));
    const { reasons } = await compare(cases);
    expect([...reasons]).to.have.members([
      "a line feed is no part of a pod's token",
      'a token that is blank is none',
      'an address that is blank is none',
    ]);
  });

  it('are the same in environments that are put together at random', async () => {
    const random = randomNumbers(seed);
    const cases = Array.from({ length: 120 }, (): Env => {
      const picked = Object.entries(values).map(
        ([name, all]) => [name, all[Math.floor(random() * all.length)]] as const,
      );
      return Object.fromEntries(picked.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    });
    const { same } = await compare(cases);
    expect(same).to.be.greaterThan(cases.length / 4);
  });
});
