// From a sign-in at somebody else's OpenID provider to a clone, with the real program at a real terminal. Run by
// keycloak-openid.sh, which started the provider.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { built } from '../helpers/built.js';
import { TestTerminal } from '../helpers/terminal.js';
import { furnishedHome, type FurnishedHome } from '../sandbox/furnished-home.js';
import { personInChromium } from '../sandbox/person-in-chromium.js';
import { startSandbox } from '../sandbox/sandbox.js';
import { webIdentityTrust } from '../sandbox/aws/openid-provider.js';
import { servedBy } from './pass-on.js';

const { values } = parseArgs({ options: { port: { type: 'string' } } });
const host = 'keycloak.example.com';
const issuer = `https://${host}/realms/corp`;
const patienceMs = 600_000;
const program = `${built()}/git-codecommit.js`;

const sandbox = await startSandbox();
sandbox.serve(servedBy('keycloak', (name) => name === host, `http://127.0.0.1:${values.port ?? ''}`));
const account = sandbox.aws.account('111122223333');
const known = account.openIdProvider(issuer, ['git-codecommit']);
const role = account.role('Developer', {
  trust: webIdentityTrust(known.arn, { [`${known.url}:aud`]: 'git-codecommit' }),
  maxSessionDuration: 14_400,
});
const app = account.repository('my-app', { region: 'eu-west-1', files: { 'README.md': '# my-app\n' } });
const flags = [
  'setup',
  '--method',
  'web-identity',
  '--provider',
  'oidc',
  '--issuer',
  issuer,
  '--client-id',
  'git-codecommit',
  '--role-arn',
  role.arn,
  '--repository',
  app.url,
  '--yes',
  '--clone',
  'clone',
];

type Way = 'browser' | 'device';

try {
  for (const way of ['browser', 'device'] as const) await fromSignInToClone(way);
} finally {
  await sandbox.stop();
}

async function fromSignInToClone(way: Way): Promise<void> {
  const home = await furnishedHome(sandbox);
  try {
    await setUp(way, home);
    if (!existsSync(home.file('clone', 'README.md'))) throw new Error('there is no clone');
    tell(way, `took ${sandbox.aws.lastSession.origin.role?.arn ?? ''}, cloned`);
    for (const [args, says] of [
      [['refresh', '--force'], 'has new credentials'],
      [['remove', 'my-app', '--yes'], 'The sign-in at the identity provider is revoked.'],
    ] as const) {
      const { code, stderr } = await home.run(process.execPath, [program, ...args], { timeoutMs: patienceMs });
      if (code !== 0 || !stderr.includes(says)) throw new Error(`${args.join(' ')} ended with ${code}:\n${stderr}`);
      tell(way, `${args[0]}: ${says}`);
    }
  } finally {
    await home.remove();
  }
}

async function setUp(way: Way, home: FurnishedHome): Promise<void> {
  const person = await personInChromium(
    home,
    { username: 'ana', password: 'correct horse', decision: 'allow' },
    sandbox.proxyUrl,
  );
  const terminal = new TestTerminal(
    [process.execPath, program, ...flags, ...(way === 'device' ? ['--no-browser'] : [])],
    { env: home.environment(), variables: person.variables, cwd: home.path, columns: 200, rows: 60 },
  );
  try {
    tell(way, `signs in at ${issuer}`);
    if (way === 'device') await openElsewhere(await addressIn(terminal), person.variables, home);
    const { code } = await terminal.exit(patienceMs);
    if (code !== 0) throw new Error(`it ended with ${code ?? 'a signal'}:\n${terminal.text()}`);
  } finally {
    await terminal.close();
    tell(
      way,
      `the browser's last page says: ` +
        ((await person.lastPage())?.trim().replace(/\s+/g, ' ').slice(0, 200) ?? 'nothing'),
    );
  }
}

/** The address with the code in it, that somebody is told to open on another device. */
async function addressIn(terminal: TestTerminal): Promise<string> {
  const address = /https:\/\/\S+\?user_code=[A-Z-]+/;
  await terminal.waitFor(address, { timeoutMs: patienceMs });
  return address.exec(terminal.text())?.[0] ?? '';
}

async function openElsewhere(
  address: string,
  variables: Readonly<Record<'BROWSER', string>>,
  home: FurnishedHome,
): Promise<void> {
  await once(
    spawn('/bin/sh', ['-c', `${variables.BROWSER} "$1"`, 'sh', address], {
      env: home.environment(variables),
      stdio: 'inherit',
    }),
    'exit',
  );
}

function tell(way: Way, what: string): void {
  console.log(`${way}: ${what}`);
}
