import type { Bench } from './bench.js';
import type { Machines } from './machine.js';
import type { PolicyDocument } from '../../sandbox/aws/policy.js';

const endIt = (bench: Bench) =>
  bench.edit(['.aws', 'credentials'], (text) =>
    text.replace(/x_security_token_expires = \S+/g, 'x_security_token_expires = 2020-01-01T00:00:00Z'),
  );
const session = ({ fixture }: Bench) => {
  const found = fixture.sandbox.aws.sessions.findLast(({ origin }) => origin.role === fixture.role);
  if (found === undefined) throw new Error('no session of the role');
  return found;
};
/** What stands in the profile, and is its own in every machine: sessions are shared by copies. */
const freshly = async (bench: Bench): Promise<void> => {
  const { code, stderr } = await bench.codecommit(['refresh', 'my-app', '--force']);
  if (code !== 0) throw new Error(stderr);
};
const allow = (...actions: readonly string[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: actions.map((action) => `codecommit:${action}`), Resource: '*' },
});
const mayOnly = ({ fixture }: Bench, ...actions: readonly string[]) =>
  fixture.role.policies.splice(0, Infinity, ...(actions.length === 0 ? [] : [allow(...actions)]));
const healed = ({ fixture: { role } }: Bench) => role.policies.splice(0, Infinity, allow('*'));
const again = async (bench: Bench, policy: PolicyDocument, ...more: readonly string[]) => {
  const file = await bench.home.write('policy.json', JSON.stringify(policy));
  const { code, stderr } = await bench.codecommit([
    'setup',
    '--yes',
    '--profile',
    'my-app',
    '--method',
    'assume-role',
    '--repository',
    bench.app.url,
    '--role-arn',
    bench.fixture.role.arn,
    '--source-keys-file',
    bench.fixture.keysFile,
    '--policy-file',
    file,
    ...more,
  ]);
  if (code !== 0) throw new Error(stderr);
};

/** A repository in another partition, and who may use it. */
const inChina = ({ fixture }: Bench) => {
  const account = fixture.sandbox.aws.account('555566667777', { partition: 'aws-cn' });
  return {
    user: account.users.get('li') ?? account.user('li'),
    role: [...account.roles.values()][0] ?? account.role('Developer'),
    repository:
      account.repositories[0] ?? account.repository('cha', { region: 'cn-north-1', files: { 'README.md': 'cha\n' } }),
  };
};

/** The session, the clock, and what it may do. */
export const brokenSession: Machines = {
  "a session that has ended, and that the role's trust no longer renews": {
    cause: 'expiry',
    says: /The session of profile my-app ended \d+ d.*could not renew it by itself: /,
    breakIt: async (bench) => {
      await endIt(bench);
      bench.fixture.role.trust = { Version: '2012-10-17', Statement: [] };
    },
    person: ({ fixture }) => {
      fixture.role.trust = {
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' },
      };
    },
  },
  "a session that has ended, and whose source's access key was turned off": {
    cause: 'expiry',
    says: /ended \d+ d.*could not renew it by itself: .*access key/,
    breakIt: async (bench) => {
      await endIt(bench);
      bench.fixture.ana.key.active = false;
    },
    person: ({ fixture }) => {
      fixture.ana.key.active = true;
    },
  },
  'a session that has ended, and wants an MFA code': {
    cause: 'expiry',
    says: /ended \d+ d.*a new one wants an MFA code/,
    setUp: 'mfa',
    breakIt: endIt,
    words: ({ fixture }) => {
      // A code is good once.
      fixture.sandbox.clock.advance(31_000);
      return ['--mfa-code', fixture.ana.device.code()];
    },
  },
  'a session in the environment that has ended': {
    cause: 'expiry',
    says: /The session of the credentials in the environment ended/,
    setUp: 'environment',
    breakIt: () => undefined,
    env: () => ({ AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' }),
    fixedEnv: () => ({ AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' }),
  },
  'a session that ended unexpectedly': {
    cause: 'identity',
    says: /AWS says that the session of profile my-app has ended/,
    breakIt: async (bench) => {
      await freshly(bench);
      await bench.edit(['.aws', 'credentials'], (text) => text.replace(/^x_security_token_expires.*\n/gm, ''));
      session(bench).expire();
    },
  },
  'a session whose token AWS forgot': {
    cause: 'identity',
    says: /AWS does not know the session of profile my-app/,
    breakIt: async (bench) => {
      await freshly(bench);
      session(bench).invalidate();
    },
  },
  "a token of STS's global endpoint, in a Region that does not take it": {
    cause: 'identity',
    says: /AWS does not know the session/,
    breakIt: async (bench) => {
      const {
        team,
        fixture: { role, keysFile },
      } = bench;
      const milan =
        team.repositories.find(({ name }) => name === 'milan') ??
        team.repository('milan', { region: 'eu-south-1', files: { 'README.md': 'ciao\n' } });
      const { code, stderr } = await bench.codecommit([
        'setup',
        '--yes',
        '--profile',
        'my-app',
        '--method',
        'assume-role',
        '--repository',
        milan.url,
        '--role-arn',
        role.arn,
        '--source-keys-file',
        keysFile,
        '--keep-source',
      ]);
      if (code !== 0) throw new Error(stderr);
      await bench.git(['remote', 'set-url', 'origin', milan.url]);
      Object.assign(session(bench).origin, { versionOne: true });
    },
  },
  'a secret key that is cut short': {
    cause: 'identity',
    says: /secret access key.*does not belong/,
    breakIt: (bench) =>
      bench.edit(['.aws', 'credentials'], (text) =>
        text.replace(/(\[my-app\][^[]*aws_secret_access_key = )\S\S/, '$1'),
      ),
  },
  'a clock that is 20 minutes behind': {
    cause: 'clock',
    says: /clock is (20|19) min behind AWS's/,
    breakIt: ({ fixture }) => fixture.sandbox.clock.setOffset(20 * 60_000),
    person: ({ fixture }) => fixture.sandbox.clock.setOffset(0),
  },
  'a clock that is 20 minutes ahead': {
    cause: 'clock',
    says: /clock is (20|19) min ahead of AWS's/,
    breakIt: ({ fixture }) => fixture.sandbox.clock.setOffset(-20 * 60_000),
    person: ({ fixture }) => fixture.sandbox.clock.setOffset(0),
  },
  'a repository that is not there': {
    cause: 'repository',
    says: /There is no repository my-app-gone in eu-west-1 in account 444455556666\. .*lists those/,
    breakIt: (bench) => bench.git(['remote', 'set-url', 'origin', `${bench.app.url}-gone`]),
    person: (bench) => bench.git(['remote', 'set-url', 'origin', bench.app.url]),
  },
  'a repository whose name is misspelt': {
    cause: 'repository',
    says: /There is my-app: capitals and dashes count/,
    breakIt: (bench) => bench.git(['remote', 'set-url', 'origin', bench.app.url.replace('my-app', 'My_App')]),
  },
  'a KMS key that may not be used': {
    cause: 'repository',
    says: /not the KMS key.*kms:Decrypt/,
    breakIt: ({ app }) => app.denyKms(),
    person: ({ app }) => app.allowKms(),
  },
  'a KMS key that may not be used, where the repository may not be asked about': {
    cause: 'pull',
    says: /not the KMS key.*kms:Decrypt/,
    breakIt: (bench) => {
      mayOnly(bench, 'GitPull', 'GitPush');
      bench.app.denyKms();
    },
    person: ({ app }) => app.allowKms(),
  },
  'a KMS key that is turned off': {
    cause: 'pull',
    says: /turned off, deleted/,
    breakIt: (bench) => {
      mayOnly(bench, 'GitPull', 'GitPush');
      bench.app.denyKms('EncryptionKeyDisabledException');
    },
    person: ({ app }) => app.allowKms(),
  },
  'a role that may not pull': {
    cause: 'pull',
    says: /may not pull: no identity-based policy allows codecommit:GitPull for my-app/,
    breakIt: (bench) => mayOnly(bench, 'GetRepository'),
    person: healed,
  },
  'a role without any permission': {
    cause: 'pull',
    says: /may not pull/,
    breakIt: (bench) => mayOnly(bench),
    person: healed,
  },
  'sessions that were revoked': {
    cause: 'pull',
    says: /denies codecommit:GitPull. If the role's sessions were revoked, new credentials help/,
    breakIt: ({ fixture }) => fixture.role.revokeSessions(),
  },
  'an organisation that denies it': {
    cause: 'pull',
    says: /a service control policy denies codecommit:GitPull/,
    breakIt: ({ team }) =>
      team.controls.push({ Statement: { Effect: 'Deny', Action: 'codecommit:Git*', Resource: '*' } }),
    person: ({ team }) => team.controls.splice(0),
  },
  'a VPC endpoint whose policy denies it': {
    cause: 'pull',
    says: /may not pull through this network: the policy of a VPC endpoint denies codecommit:GitPull\. Who runs the network/,
    breakIt: ({ fixture }) =>
      fixture.sandbox.aws.endpointPolicies.push({
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: 'codecommit:Git*', Resource: '*' },
        ],
      }),
    person: ({ fixture }) => fixture.sandbox.aws.endpointPolicies.splice(0),
  },
  'a VPC endpoint whose policy does not know the repository': {
    cause: 'pull',
    says: /no policy of its VPC endpoint allows codecommit:GitPull/,
    breakIt: ({ fixture }) =>
      fixture.sandbox.aws.endpointPolicies.push({
        Statement: { Effect: 'Allow', Action: '*', Resource: 'arn:aws:codecommit:eu-west-1:444455556666:other' },
      }),
    person: ({ fixture }) => fixture.sandbox.aws.endpointPolicies.splice(0),
  },
  'the keys of another account in the profile': {
    cause: 'identity',
    says: /The keys of my-app belong to account 111122223333 .*, and it was set up for account 444455556666/,
    breakIt: async (bench) => {
      const { account } = bench.fixture.ana;
      const { accessKeyId, secretAccessKey, sessionToken } = bench.fixture.sandbox.aws.issue(
        { kind: 'role-session', account, role: account.role('Elsewhere'), name: 'ana' },
        3600,
      );
      await bench.edit(['.aws', 'credentials'], (text) =>
        text.replace(
          /(\[my-app\]\n)aws_access_key_id.*\n.*\n.*\n/,
          `$1aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ` +
            `${secretAccessKey}\naws_session_token = ${sessionToken}\n`,
        ),
      );
    },
  },
  'a profile of another partition than the repository': {
    cause: 'identity',
    says: /Profile my-app is of AWS's partition aws, and cn-north-1 is in aws-cn: they share neither accounts nor keys/,
    breakIt: (bench) => bench.git(['remote', 'set-url', 'origin', inChina(bench).repository.url]),
    words: (bench) => [
      '--yes',
      '--profile',
      'china',
      '--method',
      'assume-role',
      '--role-arn',
      inChina(bench).role.arn,
      '--source-profile',
      'li',
    ],
    person: (bench) => bench.home.addProfile('li', inChina(bench).user.key),
  },
  'a session policy that is too narrow': {
    cause: 'pull',
    says: /the session's own policy does not allow codecommit:GitPull.*--policy-file/,
    breakIt: (bench) => again(bench, allow('GetRepository'), '--no-verify'),
    person: (bench) => again(bench, allow('GetRepository', 'GitPull', 'GitPush')),
  },
  'a refusal that nobody has seen before': {
    cause: 'pull',
    says: /answered 403 with a reason that is not known here: <html>Blocked by Example Security<\/html>.*left over/,
    breakIt: ({ fixture }) =>
      fixture.sandbox.faults.add(
        { kind: 'answer', status: 403, body: '<html>Blocked by\nExample Security</html>' },
        { on: 'git-codecommit' },
      ),
    person: ({ fixture }) => fixture.sandbox.faults.clear(),
  },
};
