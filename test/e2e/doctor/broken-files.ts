import { appendFile, chmod, readFile, stat } from 'node:fs/promises';

import { expect } from 'chai';

import type { Bench } from './bench.js';
import { fetch } from './bench.js';
import type { Machines } from './machine.js';

const credentials = ['.aws', 'credentials'] as const;
const inCredentials = (bench: Bench, pattern: RegExp, text: string) =>
  bench.edit(credentials, (before) => before.replace(pattern, text));
const addTo = (bench: Bench, file: 'credentials' | 'config', text: string) =>
  appendFile(bench.home.file('.aws', file), text);
/** Whether the AWS CLI gets by with the profile. */
const awsCli = async (bench: Bench, args: readonly string[], env = {}): Promise<number> =>
  (
    await bench.home.run('aws', ['sts', 'get-caller-identity', '--region', 'eu-west-1', ...args], {
      env: { AWS_MAX_ATTEMPTS: '1', ...env },
    })
  ).code;
const duplicates = '[other]\nregion = eu-west-1\n[other]\nregion = us-east-1\n';
const others = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

/** AWS's two files, and the environment. */
export const brokenFiles: Machines = {
  'a credentials file that others can read': {
    cause: 'credentials-file',
    says: /Others on this computer may read .*mode 644/,
    level: 'warn',
    breakIt: (bench) => chmod(bench.home.file(...credentials), 0o644),
    shows: async (bench) => expect((await stat(bench.home.file(...credentials))).mode & 0o004).to.equal(4),
  },
  'a section that stands twice': {
    cause: 'credentials-file',
    says: /line \d+: .*other.*reads nothing/,
    level: 'warn',
    needs: ['aws'],
    breakIt: (bench) => addTo(bench, 'credentials', duplicates),
    shows: async (bench) => expect(await awsCli(bench, ['--profile', 'my-app'])).to.not.equal(0),
  },
  "a section that stands twice, with the AWS CLI's helper": {
    cause: 'credentials-file',
    says: /reads nothing/,
    setUp: 'aws',
    needs: ['aws'],
    breakIt: (bench) => addTo(bench, 'credentials', duplicates),
  },
  "a byte order mark, with the AWS CLI's helper": {
    cause: 'credentials-file',
    says: /line 1: an invisible byte order mark/,
    setUp: 'aws',
    needs: ['aws'],
    breakIt: (bench) => bench.edit(credentials, (text) => `\ufeff${text}`),
  },
  'a profile without keys': {
    cause: 'profile',
    says: /Profile my-app has no keys any more/,
    breakIt: (bench) => inCredentials(bench, /\[my-app\][^[]*/, ''),
  },
  'a profile under a header of the config file': {
    cause: 'profile',
    says: /credentials, line \d+: in the credentials file a header is the name alone, \[my-app\]/,
    breakIt: (bench) => inCredentials(bench, /\[my-app\]/, '[profile my-app]'),
    person: (bench) => inCredentials(bench, /\[profile my-app\]/, '[my-app]'),
  },
  'keys that are indented under another': {
    cause: 'profile',
    says: /credentials, line \d+: it is indented deeper than line \d+/,
    breakIt: (bench) => inCredentials(bench, /(\[my-app\][^[]*?\n)(?=aws_secret_access_key)/, '$1  '),
  },
  'an environment without keys': {
    cause: 'profile',
    says: /from the environment, and there are none/,
    setUp: 'environment',
    breakIt: () => undefined,
    env: () => ({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' }),
    fixedEnv: () => ({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' }),
  },
  'a machine whose role was taken away': {
    cause: 'profile',
    says: /gives out no role's keys/,
    setUp: 'instance',
    breakIt: () => undefined,
    env: () => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9' }),
    person: () => undefined,
    fixedEnv: () => ({}),
  },
  'an old token beside the new one': {
    cause: 'legacy-token',
    says: /aws_security_token, which the AWS CLI uses first/,
    level: 'warn',
    needs: ['aws'],
    breakIt: (bench) => inCredentials(bench, /(\[my-app\]\n)/, '$1aws_security_token = old\n'),
    shows: async (bench) => expect(await awsCli(bench, ['--profile', 'my-app'])).to.not.equal(0),
  },
  "an old token beside the new one, with the AWS CLI's helper": {
    cause: 'legacy-token',
    says: /uses first/,
    setUp: 'aws',
    needs: ['aws'],
    breakIt: (bench) => inCredentials(bench, /(\[my-app\]\n)/, '$1aws_security_token = old\n'),
  },
  'a role in the config file that beats the keys': {
    cause: 'config-conflict',
    says: /role_arn in \[profile my-app\] of .*makes the AWS CLI use other credentials/,
    level: 'warn',
    needs: ['aws'],
    breakIt: (bench) => addTo(bench, 'config', 'role_arn = arn:aws:iam::111122223333:role/other\n'),
    shows: async (bench) => expect(await awsCli(bench, ['--profile', 'my-app'])).to.not.equal(0),
    person: (bench) => bench.edit(['.aws', 'config'], (text) => text.replace(/^role_arn.*\n/m, '')),
  },
  'a role in the credentials file that beats the keys': {
    cause: 'config-conflict',
    says: /role_arn in \[my-app\] of .*credentials makes the AWS CLI use other credentials/,
    level: 'warn',
    needs: ['aws'],
    breakIt: (bench) => inCredentials(bench, /(\[my-app\]\n)/, '$1role_arn = arn:aws:iam::111122223333:role/other\n'),
    shows: async (bench) => expect(await awsCli(bench, ['--profile', 'my-app'])).to.not.equal(0),
    person: (bench) => bench.edit(['.aws', 'credentials'], (text) => text.replace(/^role_arn.*\n/m, '')),
  },
  'a role of an access portal that beats the keys': {
    cause: 'config-conflict',
    says: /sso_role_name in \[profile my-app\] of .*makes the AWS CLI use other credentials/,
    level: 'warn',
    needs: ['aws'],
    breakIt: (bench) => addTo(bench, 'config', 'sso_role_name = Developer\n'),
    shows: async (bench) => expect(await awsCli(bench, ['--profile', 'my-app'])).to.not.equal(0),
    person: (bench) => bench.edit(['.aws', 'config'], (text) => text.replace(/^sso_role_name.*\n/m, '')),
  },
  "a role in the config file, with the AWS CLI's helper": {
    cause: 'config-conflict',
    says: /Delete that line/,
    setUp: 'aws',
    needs: ['aws'],
    breakIt: (bench) => addTo(bench, 'config', 'role_arn = arn:aws:iam::111122223333:role/other\n'),
    person: (bench) => bench.edit(['.aws', 'config'], (text) => text.replace(/^role_arn.*\n/m, '')),
  },
  'a variable that shadows the profile': {
    cause: 'environment',
    says: /AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY are set: the AWS CLI uses them instead of AWS_PROFILE/,
    level: 'warn',
    needs: ['aws'],
    breakIt: () => undefined,
    env: () => others,
    shows: async (bench, env) => expect(await awsCli(bench, [], { ...env, AWS_PROFILE: 'my-app' })).to.not.equal(0),
  },
  "a variable in front of the machine's role": {
    cause: 'environment',
    says: /so Git's helper does not ask for the role of this machine/,
    setUp: 'instance',
    breakIt: () => undefined,
    env: () => others,
  },
  "a profile in front of the machine's role": {
    cause: 'environment',
    says: /AWS_PROFILE is set/,
    setUp: 'instance',
    breakIt: async (bench) => {
      await bench.home.addProfile('stranger', bench.fixture.ana.key);
      expect(await readFile(bench.home.file(...credentials), 'utf8')).to.contain('[stranger]');
    },
    env: () => ({ AWS_PROFILE: 'stranger' }),
    shows: async (bench, env) => expect((await fetch(bench, env)).stderr).to.match(/not found|403/),
  },
};
