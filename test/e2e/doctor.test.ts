import { appendFile, chmod, readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { checks } from '../../src/doctor/index.js';
import { setStage } from './stage.js';
import type { Stage } from './stage.js';

interface Document {
  readonly ok: boolean;
  readonly findings: readonly { readonly id: string; readonly title: string; readonly level: string; readonly detail: string; readonly fix: string | null }[];
}

/** A machine that is broken in one way. */
interface Broken {
  readonly cause: string;
  readonly level?: 'fail' | 'warn';
  readonly breakIt: (stage: Stage) => Promise<unknown>;
  /** Whether `--fix` mends it; else a person has to. */
  readonly mends?: boolean;
  /** Whether Git itself fails; not so where only another tool would. */
  readonly gitFails?: boolean;
  readonly env?: (stage: Stage) => Record<string, string>;
}

const host = 'https://git-codecommit.eu-west-1.amazonaws.com';
const git = (stage: Stage, ...args: string[]) => stage.home.run('git', args, { cwd: stage.home.file('clone') });
const replaceInCredentials = async (stage: Stage, pattern: RegExp, text: string): Promise<void> => {
  const file = stage.home.file('.aws', 'credentials');
  await writeFile(file, (await readFile(file, 'utf8')).replace(pattern, text));
};

const machines: Readonly<Record<string, Broken>> = {
  'a profile without keys': { cause: 'profile', breakIt: (stage) => replaceInCredentials(stage, /\[my-app\][^[]*/, ''), mends: true },
  'a credentials file that others can read': { cause: 'credentials-file', level: 'warn', gitFails: false, mends: true, breakIt: (stage) => chmod(stage.home.file('.aws', 'credentials'), 0o644) },
  'a duplicate section': { cause: 'credentials-file', level: 'warn', gitFails: false, mends: true, breakIt: (stage) => appendFile(stage.home.file('.aws', 'credentials'), '[other]\nregion = eu-west-1\n[other]\nregion = us-east-1\n') },
  'an old token beside the new one': { cause: 'legacy-token', level: 'warn', gitFails: false, mends: true, breakIt: (stage) => replaceInCredentials(stage, /(\[my-app\]\n)/, '$1aws_security_token = old\n') },
  'a role in config that beats the keys': { cause: 'config-conflict', level: 'warn', gitFails: false, breakIt: (stage) => appendFile(stage.home.file('.aws', 'config'), 'role_arn = arn:aws:iam::111122223333:role/other\n') },
  'a variable that shadows the profile': { cause: 'environment', level: 'warn', gitFails: false, breakIt: () => Promise.resolve(), env: () => ({ AWS_ACCESS_KEY_ID: 'AKIAOTHER' }) },
  'no helper': { cause: 'helper', mends: true, breakIt: (stage) => git(stage, 'config', '--global', '--remove-section', `credential.${host}`) },
  'a helper whose path is gone': { cause: 'helper', mends: true, breakIt: (stage) => git(stage, 'config', '--global', '--replace-all', `credential.${host}.helper`, '!\'/gone/node\' \'/gone/git-credential-codecommit.cjs\' --profile \'my-app\'', 'codecommit') },
  'a later empty helper': { cause: 'helper-order', breakIt: (stage) => git(stage, 'config', '--local', 'credential.helper', '') },
  'a keychain with an old password': {
    cause: 'helper-order', mends: false,
    breakIt: async (stage) => {
      const keychain = await stage.home.write('keychain', '#!/bin/sh\ntest "$1" = get && printf "username=ASIAOLD%%token\\npassword=20200101T000000Z0000000000000000000000000000000000000000000000000000000000000000\\n"\nexit 0\n');
      await chmod(keychain, 0o755);
      await git(stage, 'config', '--global', '--unset-all', `credential.${host}.helper`, '^$');
      const config = stage.home.file('.gitconfig');
      await writeFile(config, `[credential]\n\thelper = ${keychain}\n${await readFile(config, 'utf8')}`);
    },
  },
  'useHttpPath missing': { cause: 'use-http-path', mends: true, breakIt: (stage) => git(stage, 'config', '--global', '--unset-all', `credential.${host}.useHttpPath`) },
  'a user name in the URL': { cause: 'remote-url', mends: true, breakIt: (stage) => git(stage, 'remote', 'set-url', 'origin', stage.app.url.replace('https://', 'https://bob:secret@')) },
  'an SSH remote': { cause: 'remote-url', mends: true, breakIt: (stage) => git(stage, 'remote', 'set-url', 'origin', stage.app.url.replace('https://', 'ssh://')) },
  'an entry in .netrc': { cause: 'netrc', breakIt: (stage) => stage.home.write('.netrc', 'machine git-codecommit.eu-west-1.amazonaws.com login bob password x\n') },
  'an Authorization header of its own': { cause: 'extra-header', mends: true, breakIt: (stage) => git(stage, 'config', '--global', 'http.extraHeader', 'Authorization: Basic Ym9iOng=') },
  'http.emptyAuth': { cause: 'empty-auth', mends: true, breakIt: (stage) => git(stage, 'config', '--global', 'http.emptyAuth', 'true') },
  'a session that has ended, and cannot be renewed in Git': {
    cause: 'expiry', mends: false,
    breakIt: async (stage) => {
      await replaceInCredentials(stage, /x_security_token_expires = \S+/, 'x_security_token_expires = 2020-01-01T00:00:00Z');
      stage.role.trust = { Version: '2012-10-17', Statement: [] };
    },
  },
  'a session that was revoked': { cause: 'identity', mends: true, breakIt: (stage) => { stage.sandbox.world.lastSession.invalidate(); return Promise.resolve(); } },
  'a clock that is 20 minutes off': { cause: 'clock', breakIt: (stage) => { stage.sandbox.clock.setOffset(20 * 60_000); return Promise.resolve(); } },
  'a repository that is not there': { cause: 'repository', breakIt: (stage) => git(stage, 'remote', 'set-url', 'origin', `${stage.app.url}-gone`) },
  'a role that may not pull': { cause: 'pull', breakIt: (stage) => Promise.resolve(stage.role.policies.splice(0, 9, { Statement: { Effect: 'Allow', Action: 'codecommit:GetRepository', Resource: '*' } })) },
  'a role that may not push': { cause: 'push', level: 'warn', gitFails: false, breakIt: (stage) => Promise.resolve(stage.role.policies.splice(0, 9, { Statement: { Effect: 'Allow', Action: ['codecommit:GetRepository', 'codecommit:GitPull'], Resource: '*' } })) },
  'no network': { cause: 'network', breakIt: () => Promise.resolve(), env: () => ({ HTTPS_PROXY: 'http://127.0.0.1:9', GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'http.proxy', GIT_CONFIG_VALUE_0: 'http://127.0.0.1:9' }) },
};

describe('the doctor', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await setStage();
    const { code, stderr } = await stage.codecommit([...stage.common, '--yes', '--keep-source', '--clone', 'clone']);
    expect(code, stderr).to.equal(0);
  });
  afterEach(() => stage.clear());

  const examine = async (args: readonly string[] = [], env: Record<string, string> = {}): Promise<Document & { code: number; stderr: string }> => {
    const { code, stdout, stderr } = await stage.codecommit(['doctor', '--json', ...args], { cwd: stage.home.file('clone'), env });
    expect(stdout, stderr).to.match(/^\{/);
    return { code, stderr, ...(JSON.parse(stdout) as Document) };
  };
  const fetch = (env: Record<string, string> = {}) => stage.home.run('git', ['fetch'], { cwd: stage.home.file('clone'), env: { GIT_TERMINAL_PROMPT: '0', GIT_SSH_COMMAND: 'false', ...env } });

  it('finds nothing on a healthy machine', async () => {
    const { ok, code, findings } = await examine();
    expect(findings.filter(({ level }) => level === 'fail' || level === 'warn')).to.deep.equal([]);
    expect([ok, code]).to.deep.equal([true, 0]);
    expect(findings.map(({ id }) => id)).to.deep.equal(checks.map(({ id }) => id));
  });

  for (const [name, { cause, level = 'fail', gitFails = true, mends, breakIt, env }] of Object.entries(machines)) {
    it(`names the cause of ${name}`, async function () {
      this.timeout(60_000);
      await breakIt(stage);
      const variables = env?.(stage) ?? {};
      if (gitFails) expect((await fetch(variables)).code).to.not.equal(0);
      const { ok, code, findings } = await examine([], variables);
      const first = findings.find((finding) => finding.level === level);
      expect(first?.id, JSON.stringify(findings, null, 1)).to.equal(cause);
      expect([ok, code]).to.deep.equal(level === 'fail' ? [false, 1] : [true, 0]);
      if (mends !== true) return;
      const mended = await examine(['--fix'], variables);
      expect(mended.findings.filter((finding) => finding.level === level), mended.stderr).to.deep.equal([]);
      expect((await fetch(variables)).code).to.equal(0);
    });
  }

  it('names the first cause of two, in words', async () => {
    await git(stage, 'config', '--global', 'http.emptyAuth', 'true');
    await git(stage, 'config', '--global', '--unset-all', `credential.${host}.useHttpPath`);
    const { code, stderr } = await stage.codecommit(['doctor'], { cwd: stage.home.file('clone') });
    expect(code).to.equal(1);
    expect(stderr).to.include('useHttpPath').and.not.include('emptyAuth');
  });
});
