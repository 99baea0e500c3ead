// Asks a real account what can only be read about otherwise: how CodeCommit answers Git when something is wrong. It
// reads only: no request changes anything, and nothing is written but the report, on standard output.
// usage: npm run --silent smoke -- --profile NAME --repository URL [--ended-profile NAME] > report.md
// or:    npm run --silent smoke -- --identity-pool-id ID --id-token-file FILE > report.md
// The second one asks an identity pool of Cognito's instead, with an ID token of a user pool (scripts/smoke/logins.ts).
import { readFile } from 'node:fs/promises';
import https from 'node:https';
import { homedir } from 'node:os';
import { parseArgs } from 'node:util';

import { signGitRequest } from '../src/aws/codecommit/git-signature.js';
import { parseIdentityPoolId } from '../src/aws/cognito/user-pool.js';
import { parseGitHost } from '../src/aws/codecommit/hosts.js';
import { parseRepository } from '../src/aws/codecommit/repository.js';
import { readToken } from '../src/aws/openid/read-token.js';
import type { Credentials } from '../src/core/credentials.js';
import { printable } from '../src/core/text/printable.js';
import { Refusal } from '../src/core/problem.js';
import { Secret } from '../src/core/secret.js';
import { version } from '../src/core/version.js';
import { findPaths } from '../src/state/paths.js';
import { openAws } from '../src/system/aws/index.js';
import { createFiles } from '../src/system/files/files.js';
import { openAgents } from '../src/system/network/agents.js';
import { trustedContext } from '../src/system/network/certificates.js';
import { loginsReport } from './smoke/logins.js';

const mostBody = 600;
const minute = 60_000;
/** No repository has this name, as far as anybody knows. */
const unknownRepository = 'git-codecommit-smoke-00000000';

interface Question {
  readonly asks: string;
  readonly repository?: string;
  readonly service?: 'git-upload-pack' | 'git-receive-pack';
  /** User name and password; nobody's where there is none. */
  readonly login?: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const { values } = parseArgs({
  options: {
    profile: { type: 'string' },
    repository: { type: 'string' },
    'ended-profile': { type: 'string' },
    'identity-pool-id': { type: 'string' },
    'id-token-file': { type: 'string' },
  },
});
const { env, platform } = process;
const paths = findPaths(platform, env, homedir());
const aws = openAws({ env, files: paths, disk: createFiles(), version, now: () => new Date() });
if (values['identity-pool-id'] !== undefined && values['id-token-file'] !== undefined) {
  const token = readToken(await readFile(values['id-token-file'], 'utf8'));
  process.stdout.write(await loginsReport(aws, parseIdentityPoolId(values['identity-pool-id']), token));
  process.exit(0);
}
const hint = values.repository === undefined ? undefined : parseRepository(values.repository);
if (values.profile === undefined || hint?.url === undefined || hint.name === undefined) {
  process.stderr.write(
    'usage: npm run --silent smoke -- --profile NAME --repository URL [--ended-profile NAME] > ' +
      'report.md\n   or: npm run --silent smoke -- --identity-pool-id ID --id-token-file FILE > report.md\n\nReads a repository of a real account in every way that CodeCommit could refuse, and ' +
      'reports the answers.\n',
  );
  process.exit(2);
}
const { name: repository } = hint;
const host = parseGitHost(new URL(hint.url).host);
if (host === undefined) throw new Error('That is no CodeCommit host.');

const agents = openAgents(env, trustedContext(env));
const credentials = await aws.profileCredentials(values.profile, { region: host.region });
const ended =
  values['ended-profile'] === undefined
    ? undefined
    : await aws.profileCredentials(values['ended-profile'], { region: host.region });

function login(
  of: Credentials,
  { name = repository, minutesAgo = 0 }: { name?: string; minutesAgo?: number } = {},
): string {
  const signed = signGitRequest(
    { host: host?.host ?? '', region: host?.region ?? '', path: `v1/repos/${name}` },
    of,
    new Date(Date.now() - minutesAgo * minute),
  );
  return `${signed.username.reveal()}:${signed.password.reveal()}`;
}

const questions: readonly Question[] = [
  { asks: 'nobody signs in', login: undefined },
  { asks: 'a good password, to pull', login: login(credentials) },
  { asks: 'a good password, to push (nothing is pushed)', service: 'git-receive-pack', login: login(credentials) },
  ...[10, 14, 16, 20, 60].map((minutesAgo): Question => ({
    asks: `a password ${minutesAgo} minutes old`,
    login: login(credentials, { minutesAgo }),
  })),
  ...[4, 6, 20].map((ahead): Question => ({
    asks: `a password ${ahead} minutes from now: a clock that is fast`,
    login: login(credentials, { minutesAgo: -ahead }),
  })),
  {
    asks: 'a signature that is wrong',
    login: `${login(credentials).slice(0, -1)}${login(credentials).endsWith('0') ? '1' : '0'}`,
  },
  {
    asks: 'a session token that is wrong',
    login: login({ ...credentials, sessionToken: new Secret('IQoJb3JpZ2luX2VjEXAMPLE') }),
  },
  {
    asks: 'an access key that does not exist',
    login: login({
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: new Secret('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
    }),
  },
  {
    asks: 'a repository that does not exist',
    repository: unknownRepository,
    login: login(credentials, { name: unknownRepository }),
  },
  {
    asks: 'the same repository with .git behind it',
    repository: `${repository}.git`,
    login: login(credentials, { name: `${repository}.git` }),
  },
  ...(ended === undefined ? [] : [{ asks: 'a session that has ended', login: login(ended) }]),
];

async function ask({
  repository: name = repository,
  service = 'git-upload-pack',
  login: basic,
}: Question): Promise<Answer> {
  const url = new URL(`https://${host?.host ?? ''}/v1/repos/${name}/info/refs?service=${service}`);
  const agent = (await agents.for(url)) as https.Agent;
  const headers = {
    'user-agent': `git/git-codecommit-smoke ${version}`,
    ...(basic === undefined ? {} : { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }),
  };
  return await new Promise((resolve, reject) => {
    const request = https.get(url, { agent, headers, timeout: 30_000 }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body = (body + text).slice(0, mostBody);
      });
      response.on('error', reject).on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(response.headers).map(([header, value]) => [header, String(value)]),
          ),
          body,
        });
      });
    });
    request.on('error', reject).on('timeout', () => request.destroy(new Error('no answer in 30 seconds')));
  });
}

/** What would tell strangers whose account it is; keys and tokens are never sent back, but who knows. */
function redacted(text: string): string {
  const known: readonly (readonly [string | undefined, string])[] = [
    [credentials.sessionToken?.reveal(), 'TOKEN'],
    [credentials.secretAccessKey.reveal(), 'SECRET'],
    [credentials.accessKeyId, 'ACCESSKEYID'],
    [repository, 'REPOSITORY'],
  ];
  const clean = known.reduce(
    (left, [secret, word]) => (secret === undefined || secret === '' ? left : left.replaceAll(secret, word)),
    text,
  );
  return clean
    .replace(/\b\d{12}\b/g, '111122223333')
    .replace(/(arn:[a-z-]+:(?:iam|sts)::111122223333:[a-z-]+\/)[^\s<"']+/g, '$1NAME');
}

function report(asks: string, { status, headers, body }: Answer): string {
  const told = ['www-authenticate', 'content-type', 'x-amzn-errortype', 'retry-after'].flatMap((name) =>
    headers[name] === undefined ? [] : [`${name}: ${headers[name]}`],
  );
  // A good answer lists branches, which are nobody's business.
  const shown = status === 200 ? '(the list of references)' : body.trim();
  return [
    `## ${asks}`,
    '',
    `Status ${String(status)}`,
    '',
    '```',
    ...told,
    ...(shown === '' ? [] : ['', ...shown.split('\n').map((line) => printable(redacted(line)))]),
    '```',
    '',
  ].join('\n');
}

process.stdout.write(
  `# How CodeCommit answers\n\ngit-codecommit ${version}, Node ${process.versions.node}, ` +
    `${new Date().toISOString().slice(0, 10)}, ${host.region} (${host.partition}), ` +
    `${credentials.sessionToken === undefined ? 'long-term keys' : 'a temporary session'}. Accounts and names ` +
    `are replaced.\n\n`,
);
for (const question of questions) {
  process.stderr.write(`… ${question.asks}\n`);
  const text = await ask(question).then(
    (answer) => report(question.asks, answer),
    (error: unknown) => `## ${question.asks}\n\nNo answer: ${printable(redacted(String(error)))}\n`,
  );
  process.stdout.write(`${text}\n`);
}
process.stdout.write(await apiAnswers());

async function apiAnswers(): Promise<string> {
  const codecommit = await aws.codecommit({ region: host?.region ?? '', credentials });
  const lines = [];
  for (const [asks, name] of [
    ['GetRepository', repository],
    ['GetRepository of one that does not exist', unknownRepository],
  ] as const) {
    lines.push(
      await codecommit.getRepository(name).then(
        () => `- ${asks}: answers`,
        (error: unknown) =>
          `- ${asks}: ` +
          (error instanceof Refusal
            ? `${error.facts.code}: ${printable(redacted(error.message))}`
            : printable(redacted(String(error)))),
      ),
    );
  }
  const offset = aws.clockOffset();
  return (
    `## The API\n\n${lines.join('\n')}\n\nAWS's clock is ` +
    `${offset === undefined ? 'unknown' : `${Math.round(offset / 1000)} s ahead of this one`}.\n`
  );
}
