import { chmod, cp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect } from 'chai';

import { fetch, host, pathWithout } from './bench.js';
import type { Bench } from './bench.js';
import type { Machines } from './machine.js';

const section = `credential.${host}`;
const setUrl = (bench: Bench, url: string) => bench.git(['remote', 'set-url', 'origin', url]);
const prepend = (bench: Bench, text: string) => bench.edit(['.gitconfig'], (before) => `${text}${before}`);
const append = (bench: Bench, text: string) => bench.edit(['.gitconfig'], (before) => `${before}${text}`);
const withoutReset = (bench: Bench) => bench.git(['config', '--global', '--unset-all', `${section}.helper`, '^$']);

/** Stores as keychains and managers do: what was approved, until it is rejected. */
async function keychain(bench: Bench, content?: string): Promise<string> {
  const script = await bench.home.write(
    'keychain',
    '#!/bin/sh\nfile=$HOME/.keychain\ncase $1 in\nget) test ! -f "$file" || cat "$file" ;;\nstore) grep -E ' +
      '"^(username|password)=" > "$file" ;;\nerase) rm -f "$file" ;;\nesac\nexit 0\n',
  );
  await chmod(script, 0o755);
  if (content !== undefined) await bench.home.write('.keychain', content);
  return script;
}

const oldPassword =
  'username=ASIAOLD%token\npassword=20200101T000000Z0000000000000000000000000000000000000000000000000000000000000000\n';

/** A keychain in front of ours, in the order of the files. */
async function inFront(bench: Bench, content?: string): Promise<void> {
  const script = await keychain(bench, content);
  await withoutReset(bench);
  await prepend(bench, `[credential]\n\thelper = ${script}\n`);
}

const entry = 'machine git-codecommit.eu-west-1.amazonaws.com\n  login bob\n  password x\n';

/** The lock of a Git that was killed two hours ago. */
async function oldLock(bench: Bench, path: string): Promise<void> {
  const lock = await bench.home.write(path, '');
  const before = Date.now() / 1000 - 2 * 60 * 60;
  await utimes(lock, before, before);
}

/** Which helper Git asks, and what keeps it from asking. */
export const brokenSettings: Machines = {
  'a lock that a killed Git left': {
    cause: 'settings-lock',
    level: 'warn',
    says: /\.gitconfig\.lock keeps Git from changing its settings\. It was made 2 h ago, .*a Git that was killed left it/,
    breakIt: (bench) => oldLock(bench, '.gitconfig.lock'),
    shows: async (bench) => {
      const { code, stderr } = await bench.home.run('git', ['config', '--global', 'user.name', 'Ana']);
      expect([code, stderr]).to.deep.equal([
        255,
        `error: could not lock config file ${bench.home.file('.gitconfig')}: File exists\n`,
      ]);
    },
  },
  'a lock that a killed Git left, and no helper': {
    cause: 'settings-lock',
    says: /\.git\/config\.lock keeps Git from changing its settings/,
    breakIt: async (bench) => {
      await bench.git(['config', '--local', 'credential.helper', '']);
      await oldLock(bench, join('clone', '.git', 'config.lock'));
    },
  },
  "a lock beside a worktree's own settings": {
    cause: 'settings-lock',
    level: 'warn',
    says: /\.git\/config\.worktree\.lock keeps Git from changing its settings/,
    breakIt: async (bench) => {
      await bench.git(['config', 'extensions.worktreeConfig', 'true']);
      await oldLock(bench, join('clone', '.git', 'config.worktree.lock'));
    },
  },
  'a lock beside a file that the settings include': {
    cause: 'settings-lock',
    level: 'warn',
    says: /more settings\.lock keeps Git from changing its settings/,
    breakIt: async (bench) => {
      await bench.home.write('more settings', '[credential "https://git.example.com"]\n\tusername = ana\n');
      await bench.git(['config', '--global', 'include.path', 'more settings']);
      await oldLock(bench, 'more settings.lock');
    },
  },
  'no helper': {
    cause: 'helper',
    says: /No credential helper for CodeCommit is set/,
    breakIt: (bench) => bench.git(['config', '--global', '--remove-section', section]),
  },
  'a helper whose path is gone': {
    cause: 'helper',
    says: /\/gone\/node is gone \(set in .*\.gitconfig, line \d+\)/,
    breakIt: (bench) =>
      bench.git([
        'config',
        '--global',
        '--replace-all',
        `${section}.helper`,
        "!'/gone/node' '/gone/git-credential-codecommit.cjs' --profile 'my-app'",
        'codecommit',
      ]),
  },
  'a helper that may not be run': {
    cause: 'helper',
    says: /not executable/,
    breakIt: async (bench) => {
      const folder = bench.home.file('program');
      await cp(dirname(bench.fixture.program), folder, { recursive: true });
      await chmod(`${folder}/git-credential-codecommit`, 0o644);
      await bench.git([
        'config',
        '--global',
        '--replace-all',
        `${section}.helper`,
        `!'${folder}/git-credential-codecommit' --profile 'my-app'`,
        '.',
      ]);
    },
  },
  'a helper in the wrong quotes': {
    cause: 'helper',
    says: /wrong quotes/,
    breakIt: (bench) =>
      bench.git([
        'config',
        '--global',
        '--replace-all',
        `${section}.helper`,
        "'!aws codecommit credential-helper $@'",
        '.',
      ]),
  },
  "another profile's helper": {
    cause: 'helper',
    says: /Git uses the profile stranger here .*had set it up with my-app/,
    breakIt: async (bench) => {
      await bench.home.addProfile('stranger', bench.fixture.ana.key);
      await bench.edit(['.gitconfig'], (text) => text.replace("--profile 'my-app'", "--profile 'stranger'"));
    },
  },
  'the helper of a profile that is not there': {
    cause: 'helper',
    says: /Git uses the profile gone here/,
    breakIt: (bench) => bench.edit(['.gitconfig'], (text) => text.replace("--profile 'my-app'", "--profile 'gone'")),
  },
  'a later empty helper in the clone': {
    cause: 'helper-order',
    says: /comes later takes ours away again \(\.git\/config, line \d+\)/,
    breakIt: (bench) => bench.git(['config', '--local', 'credential.helper', '']),
  },
  'an empty helper in the variables of the shell': {
    cause: 'helper-order',
    says: /from outside of Git's files \(the variables GIT_CONFIG_COUNT and GIT_CONFIG_KEY_0\) takes ours away/,
    breakIt: () => undefined,
    env: () => ({ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'credential.helper', GIT_CONFIG_VALUE_0: '' }),
  },
  'an empty helper that a program gives to Git': {
    cause: 'helper-order',
    says: /A JetBrains IDE starts Git so\. Turn on "Use credential helper"/,
    breakIt: () => undefined,
    env: () => ({
      GIT_CONFIG_PARAMETERS: "'credential.helper'=''",
      TERMINAL_EMULATOR: 'JetBrains-JediTerm',
    }),
  },
  "a desktop program's own helper in the place of ours": {
    cause: 'helper-order',
    says: /GitHub Desktop starts Git so\. It asks no helper but its own/,
    breakIt: () => undefined,
    env: () => ({
      GIT_CONFIG_PARAMETERS: "'core.quotepath'='false' 'credential.helper'='' 'credential.helper'='desktop'",
      DESKTOP_TRAMPOLINE_TOKEN: 'x',
    }),
    person: () => undefined,
    fixedEnv: () => ({}),
  },
  "a credential manager's own section behind ours": {
    cause: 'helper-order',
    says: /takes ours away again \(.*\.gitconfig, line \d+\)/,
    breakIt: async (bench) => append(bench, `[credential]\n\thelper =\n\thelper = ${await keychain(bench)}\n`),
  },
  'a keychain in front of ours': {
    cause: 'helper-order',
    says: /keychain" is asked before ours/,
    level: 'warn',
    breakIt: (bench) => inFront(bench),
    // It stores what ours gave, and a quarter of an hour later that is what Git gets.
    shows: async (bench) => {
      expect((await fetch(bench)).code).to.equal(0);
      await bench.edit(['.keychain'], (text) => text.replace(/^password=\d{8}T\d{6}Z/m, 'password=20200101T000000Z'));
      expect((await fetch(bench)).stderr).to.contain('403');
      await rm(bench.home.file('.keychain'));
    },
  },
  'a helper behind ours': {
    cause: 'helper-order',
    says: /keeps a copy of every password/,
    level: 'warn',
    breakIt: async (bench) => append(bench, `[credential]\n\thelper = ${await keychain(bench)}\n`),
    shows: async (bench) => {
      expect((await fetch(bench)).code).to.equal(0);
      expect(await readFile(bench.home.file('.keychain'), 'utf8')).to.contain('password=');
    },
    person: (bench) => bench.edit(['.gitconfig'], (text) => text.replace(/\[credential\]\n\thelper = .*\n/, '')),
  },
  'a keychain with an old password': {
    cause: 'cached-password',
    says: /keychain" answers for this URL with a password that was signed \d+ d/,
    breakIt: (bench) => inFront(bench, oldPassword),
  },
  'a keychain with a password that a clock ahead has signed': {
    cause: 'cached-password',
    says: /signed by a clock that was ahead, by \d+ d/,
    breakIt: (bench) => inFront(bench, oldPassword.replace('20200101', '22000101')),
  },
  'a keychain with the Git credentials of a user who is gone': {
    cause: 'cached-password',
    says: /a password of another login \(bob-at-111122223333\)/,
    breakIt: (bench) => inFront(bench, 'username=bob-at-111122223333\npassword=static\n'),
  },
  'useHttpPath missing': {
    cause: 'use-http-path',
    says: /does not tell the helper which repository/,
    breakIt: (bench) => bench.git(['config', '--global', '--unset-all', `${section}.useHttpPath`]),
  },
  'useHttpPath turned off in the clone': {
    cause: 'use-http-path',
    says: /turned off in \.git\/config/,
    breakIt: (bench) => bench.git(['config', '--local', 'credential.useHttpPath', 'false']),
  },
  'a user name in the URL': {
    cause: 'remote-url',
    says: /carries a user name/,
    breakIt: (bench) => setUrl(bench, bench.app.url.replace('https://', 'https://bob@')),
  },
  'a user name and a password in the URL': {
    cause: 'remote-url',
    says: /carries a user name/,
    breakIt: (bench) => setUrl(bench, bench.app.url.replace('https://', 'https://bob:secret@')),
  },
  'an SSH remote': { cause: 'remote-url', says: /uses SSH/, breakIt: (bench) => setUrl(bench, bench.app.sshUrl) },
  'an SSH remote in its short form': {
    cause: 'remote-url',
    says: /uses SSH/,
    breakIt: (bench) => setUrl(bench, 'APKAEXAMPLE@git-codecommit.eu-west-1.amazonaws.com:v1/repos/my-app'),
  },
  'a remote for git-remote-codecommit': {
    cause: 'remote-url',
    says: /git-remote-codecommit, which is not installed/,
    breakIt: (bench) => setUrl(bench, 'codecommit::eu-west-1://my-app@my-app'),
    env: () => ({ PATH: pathWithout('git-remote-codecommit') }),
  },
  'a rewriting of URLs to SSH': {
    cause: 'remote-url',
    says: /uses SSH.*url\.ssh:.*insteadof in .*\.gitconfig that makes it so/,
    breakIt: (bench) =>
      bench.git(['config', '--global', 'url.ssh://git-codecommit.eu-west-1.amazonaws.com/.insteadOf', `${host}/`]),
  },
  'a push URL for SSH': {
    cause: 'remote-url',
    says: /For a push: .*uses SSH/,
    level: 'warn',
    breakIt: (bench) => bench.git(['remote', 'set-url', '--push', 'origin', bench.app.sshUrl]),
    shows: async (bench) =>
      expect(
        (await bench.git(['push', 'origin', 'HEAD:refs/heads/try'], { GIT_SSH_COMMAND: 'false' })).code,
      ).to.not.equal(0),
  },
  'a slash at the end of the URL': {
    cause: 'remote-url',
    says: /ends in a slash/,
    level: 'warn',
    breakIt: (bench) => setUrl(bench, `${bench.app.url}/`),
    // Git leaves it out of what is signed; whoever builds on what stands in the settings does not.
    shows: async (bench) => expect((await bench.git(['remote', 'get-url', 'origin'])).stdout).to.match(/\/\n$/),
  },
  'the URL of another Region': {
    cause: 'remote-url',
    says: /not in us-east-1, which the URL names, but in eu-west-1/,
    breakIt: (bench) => setUrl(bench, bench.app.url.replace('eu-west-1', 'us-east-1')),
  },
  'the URL of another partition': {
    cause: 'remote-url',
    says: /not in cn-north-1, which the URL names, but in eu-west-1/,
    breakIt: (bench) => setUrl(bench, bench.app.url.replace('eu-west-1.amazonaws.com', 'cn-north-1.amazonaws.com.cn')),
  },
  'an entry in .netrc': {
    cause: 'netrc',
    says: /\.netrc has an entry for .*\(lines 3 to 5\)/,
    breakIt: (bench) =>
      bench.home.write(
        '.netrc',
        `machine github.com login a\npassword b\n${entry}machine example.com login c password d\n`,
      ),
  },
  'an entry in .netrc on the line of another': {
    cause: 'netrc',
    says: /Delete it\./,
    breakIt: (bench) =>
      bench.home.write('.netrc', `machine github.com login a password b ${entry.replace(/\s+/g, ' ')}\n`),
    person: (bench) => bench.edit(['.netrc'], (text) => text.replace(/machine git-codecommit.*/, '')),
  },
  'a default entry in .netrc': {
    cause: 'netrc',
    says: /entry "default" \(line 1\), which counts for every host/,
    breakIt: (bench) => bench.home.write('.netrc', 'default login bob password x\n'),
    person: (bench) => writeFile(bench.home.file('.netrc'), ''),
  },
  'an Authorization header of its own': {
    cause: 'extra-header',
    says: /an Authorization of its own/,
    breakIt: (bench) => bench.git(['config', '--global', 'http.extraHeader', 'Authorization: Basic Ym9iOng=']),
  },
  'an Authorization header in the clone': {
    cause: 'extra-header',
    says: /\(\.git\/config\)/,
    breakIt: (bench) => bench.git(['config', '--local', `http.${host}.extraHeader`, 'AUTHORIZATION: Basic Ym9iOng=']),
  },
  'http.emptyAuth': {
    cause: 'empty-auth',
    says: /an empty user name/,
    breakIt: (bench) => bench.git(['config', '--global', 'http.emptyAuth', 'true']),
  },
  'http.emptyAuth for the host, in the clone': {
    cause: 'empty-auth',
    says: /\(\.git\/config\)/,
    breakIt: (bench) => bench.git(['config', '--local', `http.${host}.emptyAuth`, 'true']),
  },
};
