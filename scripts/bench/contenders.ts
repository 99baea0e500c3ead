import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Fixture } from '../../test/e2e/fixture.js';
import { temporaryHome } from '../../test/helpers/environment.js';
import { run } from '../../test/helpers/run.js';
import { TestTerminal } from '../../test/helpers/terminal.js';
import { program } from './measure.js';
import type { Contender } from './measure.js';

/** What is measured, as the table says it. */
export const names = {
  node: 'node -e 0',
  get: 'helper get',
  store: 'helper store',
  aws: 'aws codecommit credential-helper get',
  gitAlone: 'git credential fill, a shell helper',
  fill: 'git credential fill, ours',
  fillAws: 'git credential fill, aws',
  approve: 'git credential approve, ours',
  list: 'git ls-remote, ours',
  listRemoteHelper: 'git ls-remote, git-remote-codecommit',
  help: 'git codecommit -h',
  prompt: 'the first prompt',
  noop: 'refresh, nothing to do',
  call: 'the same call by bare Node',
  refresh: 'refresh by AssumeRole',
} as const;

/**
 * One request to STS as Node makes it by itself, through the proxy, trusting the sandbox besides all that Node trusts,
 * as whoever calls AWS does.
 */
const bareCall = `
const http = require('http'), https = require('https'), tls = require('tls');
const proxy = new URL(process.env.HTTPS_PROXY), host = 'sts.eu-west-1.amazonaws.com';
const ca = [require('fs').readFileSync(process.env.AWS_CA_BUNDLE), ...tls.rootCertificates];
http.request({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: host + ':443' }).on('connect', (_, socket) => {
  const createConnection = () => tls.connect({ socket, servername: host, ca });
  https.request({ host, method: 'POST', createConnection }, (answer) => answer.resume().on('end', () => process.exit(0))).end('Action=GetCallerIdentity&Version=2011-06-15');
}).end();`;

/**
 * Everybody who takes part, with a fixture in which the profile `my-app` is set up; other tools where they are
 * installed.
 */
export function contenders(fixture: Fixture): readonly Contender[] {
  const node = process.execPath;
  const options = { env: fixture.home.environment(), cwd: fixture.home.path };
  const own = (name: string, file: string, args: readonly string[], input = ''): Contender =>
    program(name, file, args, { ...options, input });
  const command = (name: string, ...args: readonly string[]): Contender => own(name, node, [fixture.program, ...args]);
  return [
    own(names.node, node, ['-e', '0']),
    ...helpers(fixture, own),
    command(names.help, '-h'),
    firstPrompt(fixture.program),
    command(names.noop, 'refresh', 'my-app'),
    own(names.call, node, ['-e', bareCall]),
    command(names.refresh, 'refresh', 'my-app', '--force'),
  ];
}

type Own = (name: string, file: string, args: readonly string[], input?: string) => Contender;

/** The helper alone and inside of Git, beside those of others. */
function helpers(fixture: Fixture, own: Own): readonly Contender[] {
  const url = new URL(fixture.app.url);
  const described = `protocol=https\nhost=${url.host}\npath=${url.pathname.slice(1)}\n`;
  const options = { env: fixture.home.environment(), cwd: fixture.home.path };
  const has = (name: string): boolean =>
    spawnSync(name, ['--version'], { env: options.env, stdio: 'ignore' }).error === undefined;
  const helper = join(dirname(fixture.program), 'git-credential-codecommit');
  const ours = (operation: string): readonly [string, ...string[]] => [
    helper,
    '--node',
    process.execPath,
    '--profile',
    'my-app',
    operation,
  ];
  const asks = (value: string): readonly string[] => [
    '-c',
    'credential.helper=',
    '-c',
    `credential.${url.origin}.helper=`,
    '-c',
    `credential.${url.origin}.helper=${value}`,
    'credential',
    'fill',
  ];
  const awsCommand = 'aws codecommit credential-helper --profile my-app';
  const [hasAws, hasRemoteHelper] = [has('aws'), has('git-remote-codecommit')];
  return [
    confirmed(names.get, ours('get'), ours('store'), described, options),
    own(names.store, helper, ours('store').slice(1), described),
    ...(hasAws ? [own(names.aws, 'aws', [...awsCommand.split(' ').slice(1), 'get'], `${described}\n`)] : []),
    own(names.gitAlone, 'git', asks('!f() { echo username=a; echo password=b; }; f'), `${described}\n`),
    confirmed(names.fill, ['git', 'credential', 'fill'], ['git', 'credential', 'approve'], described, options),
    ...(hasAws ? [own(names.fillAws, 'git', asks(`!${awsCommand} $@`), `${described}\n`)] : []),
    own(names.approve, 'git', ['credential', 'approve'], `${described}username=a\npassword=b\n\n`),
    own(names.list, 'git', ['ls-remote', '--quiet', fixture.app.url]),
    ...(hasRemoteHelper
      ? [own(names.listRemoteHelper, 'git', ['ls-remote', '--quiet', 'codecommit::eu-west-1://my-app@my-app'])]
      : []),
  ];
}

/**
 * An answer that Git never confirms makes the helper ask AWS the next time: each is confirmed, as Git does, outside of
 * the time.
 */
function confirmed(
  name: string,
  ask: readonly [string, ...string[]],
  approve: readonly [string, ...string[]],
  described: string,
  options: { readonly env: Readonly<Record<string, string>>; readonly cwd: string },
): Contender {
  const [file, ...args] = ask;
  const asking = program(name, file, args, { ...options, input: `${described}\n` });
  return {
    ...asking,
    async once(weighed) {
      const { stdout, ...taken } = await asking.once(weighed);
      // Git's answer repeats the description, the helper's does not.
      const answer = stdout.startsWith('protocol=') ? stdout : `${described}${stdout}`;
      await run(approve[0], approve.slice(1), { ...options, input: `${answer}\n` });
      return { stdout, ...taken };
    },
  };
}

/** From the start to the first question, in a home where nothing is yet. */
function firstPrompt(command: string): Contender {
  return {
    name: names.prompt,
    async once() {
      const home = await temporaryHome();
      const start = performance.now();
      const terminal = new TestTerminal([process.execPath, command], { env: home.environment(), cwd: home.path });
      try {
        await terminal.waitFor('What were you given?');
        return { stdout: '', milliseconds: performance.now() - start };
      } finally {
        await terminal.close();
        await home.remove();
      }
    },
  };
}
