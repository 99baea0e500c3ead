import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import { checks } from '../../src/doctor/checks/index.js';
import { needs } from '../helpers/needs.js';
import { host, pathWithout } from './doctor/bench.js';
import { awsHelper, kinds, openAwsBenches, scopes, signInToPortal, type AwsBench } from './doctor/aws-helper-bench.js';

/** A machine that is broken in one way. */
interface Broken {
  readonly breakIt: (bench: AwsBench) => Promise<unknown>;
  readonly cause: string;
  readonly says: RegExp;
  /** The command that is named; null where none can mend it; `run` where it is run, and mends it. */
  readonly fix: string | null | { readonly run: true };
}

const set = async (bench: AwsBench, words: string): Promise<void> => {
  await scopes['global']?.(bench, awsHelper(words));
};
const withConfig = (text: (bench: AwsBench) => string) => async (bench: AwsBench) => {
  await bench.home.write('.aws/config', text(bench));
  await set(bench, '--profile dev ');
};
/** The kind by its name, ready, with AWS's helper set in global scope. */
const healthy = async (bench: AwsBench, kind: string): Promise<void> => {
  await set(bench, (await kinds[kind]?.make(bench)) ?? '');
};
const userKeys = 'keys of a user';

const broken: Readonly<Record<string, Broken>> = {
  'a sign-in at the portal that has ended': {
    cause: 'profile',
    says: /^Nobody is signed in to the access portal of profile dev/,
    fix: 'aws sso login --profile dev',
    async breakIt(bench) {
      await healthy(bench, 'an sso_session');
      await signInToPortal(bench, 'corp', { ended: true });
    },
  },
  'a role whose source has to sign in at the portal': {
    cause: 'profile',
    says: /^Nobody is signed in to the access portal of profile base/,
    fix: 'aws sso login --profile base',
    breakIt: withConfig(
      ({ fixture }) =>
        `[profile dev]\nrole_arn = ${fixture.role.arn}\nsource_profile = base\nrole_session_name = x\n` +
        '[profile base]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = x\n' +
        '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\n',
    ),
  },
  'a role that AWS refuses': {
    cause: 'profile',
    says: /^AWS gives the AWS CLI no keys by the role_arn of profile dev: "An error occurred \(AccessDenied\)/,
    fix: null,
    async breakIt(bench) {
      await bench.home.addProfile('base', bench.fixture.ana.key);
      await withConfig(() => '[profile dev]\nrole_arn = arn:aws:iam::444455556666:role/none\nsource_profile = base\n')(
        bench,
      );
    },
  },
  'a credential_process that fails': {
    cause: 'profile',
    says: /by the credential_process of profile dev\. It says: "Error when retrieving credentials from custom-process/,
    fix: null,
    breakIt: withConfig(() => '[profile dev]\ncredential_process = cat /gone\n'),
  },
  'a profile that is not there': {
    cause: 'profile',
    says: /goes by the profile dev \(.*\.gitconfig\), and AWS's files have none of that name/,
    fix: 'git codecommit setup --profile dev',
    breakIt: (bench) => set(bench, '--profile dev '),
  },
  'an AWS CLI that is not on PATH': {
    cause: 'aws-cli',
    says: /which Git cannot run/,
    fix: 'git codecommit setup',
    async breakIt(bench) {
      await healthy(bench, userKeys);
      bench.env['PATH'] = pathWithout('aws');
    },
  },
  'a helper in quotes of its own': {
    cause: 'helper',
    says: /written with the wrong quotes/,
    fix: { run: true },
    async breakIt(bench) {
      await healthy(bench, userKeys);
      await bench.git([
        'config',
        '--global',
        'credential.helper',
        "'!aws codecommit credential-helper --profile dev $@'",
      ]);
    },
  },
  'a helper without its exclamation mark': {
    cause: 'helper',
    says: /written without the "!"/,
    fix: { run: true },
    async breakIt(bench) {
      await healthy(bench, userKeys);
      await bench.git(['config', '--global', 'credential.helper', awsHelper('--profile dev ').slice(1)]);
    },
  },
  UserHttpPath: {
    cause: 'use-http-path',
    says: /credential\.userhttppath in .*\.gitconfig is misspelt/,
    fix: { run: true },
    async breakIt(bench) {
      await healthy(bench, userKeys);
      await bench.git(['config', '--global', '--unset', 'credential.useHttpPath']);
      await bench.git(['config', '--global', 'credential.UserHttpPath', 'true']);
    },
  },
  'no useHttpPath': {
    cause: 'use-http-path',
    says: /does not tell the helper which repository it wants, so the helper cannot sign\.$/,
    fix: `git config --global credential.${host}.useHttpPath true`,
    async breakIt(bench) {
      await healthy(bench, userKeys);
      await bench.git(['config', '--global', '--unset', 'credential.useHttpPath']);
    },
  },
  'the URL of another Region than the repository lies in': {
    cause: 'repository',
    says: /There is no repository my-app in us-east-1/,
    fix: null,
    async breakIt(bench) {
      await healthy(bench, 'a role by source_profile');
      await bench.git(['remote', 'set-url', 'origin', bench.fixture.app.url.replace('eu-west-1', 'us-east-1')]);
    },
  },
};

describe("the doctor, with the AWS CLI's helper that somebody else has set up", function () {
  this.timeout(240_000);
  let benches: Awaited<ReturnType<typeof openAwsBenches>>;
  before(needs('aws'));
  before(async () => {
    benches = await openAwsBenches();
  });
  after(() => benches.close());

  describe('finds nothing on a healthy machine', () => {
    for (const [kind, { make, says }] of Object.entries(kinds))
      for (const [scope, setIn] of Object.entries(scopes))
        it(`${kind}, ${scope}`, async () => {
          const bench = await benches.bench();
          await setIn(bench, awsHelper(await make(bench)));
          const fetched = await bench.git(['fetch']);
          expect(fetched.code, fetched.stderr).to.equal(0);
          const { ok, findings, stderr } = await bench.doctor();
          expect(
            findings.filter(({ level }) => level === 'fail' || level === 'warn'),
            stderr,
          ).to.deep.equal([]);
          expect(ok).to.equal(true);
          expect(findings.map(({ id }) => id)).to.deep.equal(checks.map(({ id }) => id));
          expect(findings.find(({ id }) => id === 'profile')?.detail).to.match(says);
          expect(findings.find(({ id }) => id === 'pull')?.detail).to.equal('Git may pull.');
          expect(findings.filter(({ level, id }) => level === 'skip' && id !== 'credentials-file')).to.deep.equal([]);
        });
  });

  describe('names what is really wrong', () => {
    for (const [name, { breakIt, cause, says, fix }] of Object.entries(broken))
      it(name, async () => {
        const bench = await benches.bench();
        await breakIt(bench);
        expect((await bench.git(['fetch'])).code).to.not.equal(0);
        const before = await readFile(bench.home.file('.gitconfig'), 'utf8');
        const { ok, findings, stderr } = await bench.doctor();
        const first = findings.find(({ level }) => level === 'fail');
        expect(first?.id, JSON.stringify(findings.filter(({ level }) => level !== 'ok')) + stderr).to.equal(cause);
        expect(ok).to.equal(false);
        expect(first?.detail).to.match(says);
        if (typeof fix === 'string' || fix === null) expect(first?.fix).to.equal(fix);
        // What it looked at it left as it was.
        expect(await readFile(bench.home.file('.gitconfig'), 'utf8')).to.equal(before);
        if (typeof fix !== 'object' || fix === null) return;
        const mended = await bench.doctor(['--fix']);
        expect(mended.findings.filter(({ level }) => level === 'fail' || level === 'warn')).to.deep.equal([]);
        expect((await bench.git(['fetch'])).code).to.equal(0);
        expect(await readFile(bench.home.file('.gitconfig'), 'utf8')).to.contain('aws codecommit credential-helper');
      });
  });
});
