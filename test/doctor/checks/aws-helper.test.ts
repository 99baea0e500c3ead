import { expect } from 'chai';

import { readAwsCliFailure } from '../../../src/aws/aws-cli/failure.js';
import { commandLine, plainForm, plainText } from '../../../src/core/advice/say.js';
import { Secret } from '../../../src/core/secret.js';
import type { CheckPorts, DiagnosisFacts } from '../../../src/doctor/check.js';
import { configConflict, environment, legacyToken, profile } from '../../../src/doctor/checks/aws-files.js';
import { helperOrder } from '../../../src/doctor/checks/helper-order.js';
import { helper } from '../../../src/doctor/checks/helpers.js';
import { useHttpPath } from '../../../src/doctor/checks/use-http-path.js';
import type { AwsHelperFacts } from '../../../src/doctor/facts/aws-helper.js';
import { facts, ports } from '../facts.js';

const value = '!aws codecommit credential-helper --profile dev $@';
const entry = (key: string, text: string | undefined, origin = 'file:/home/ana/.gitconfig') => ({
  scope: 'global',
  origin,
  key,
  value: text,
});
const login = { username: new Secret('ASIAEXAMPLE%token'), password: new Secret('x') };
const role: AwsHelperFacts['source'] = { kind: 'role', profile: 'dev', namedBy: 'flag' };

/** A machine that nothing of ours has set up, with AWS's helper. */
function awsFacts(
  { said, ...over }: Partial<AwsHelperFacts> & { readonly said?: string },
  more: Partial<DiagnosisFacts> = {},
): DiagnosisFacts {
  return facts({
    profile: 'dev',
    recipe: undefined,
    owner: undefined,
    ownerHasRecipe: false,
    keys: undefined,
    keysFrom: said === undefined ? 'aws-cli' : undefined,
    entries: [entry('credential.helper', value), entry('credential.usehttppath', 'true')],
    awsHelper: {
      entry: entry('credential.helper', value),
      source: role,
      signIn: 'base',
      signInHasRecipe: false,
      login: said === undefined ? login : undefined,
      failure: said === undefined ? undefined : readAwsCliFailure(said),
      ...over,
    },
    ...more,
  });
}

/** Git itself, which gets through or does not. */
const gitThat = (works: boolean): Pick<CheckPorts, 'git'> => ({
  git: {
    run: () =>
      Promise.resolve({ code: works ? 0 : 128, stdout: '', stderr: works ? '' : 'fatal: could not read Username' }),
    lockOf: () => undefined,
  },
});

async function look(
  check: typeof profile,
  given: DiagnosisFacts,
  works = false,
): Promise<readonly [string, string, string]> {
  const { level, detail, fix } = await check.run(given, ports(gitThat(works)));
  return [level, plainText(detail), fix === undefined ? '' : commandLine(fix, plainForm)];
}

describe("what the doctor says of the keys of the AWS CLI's helper", () => {
  it('is where they come from', async () => {
    expect(await look(profile, awsFacts({}))).to.deep.equal([
      'ok',
      "The AWS CLI's helper gets keys by the role_arn of profile dev.",
      '',
    ]);
  });

  it('is nothing where Git gets through, whatever the helper said', async () => {
    expect((await look(profile, awsFacts({ said: 'something new' }), true))[0]).to.equal('ok');
  });

  it('is the sign-in that ended, in the profile in which somebody signs in', async () => {
    const [level, detail, fix] = await look(
      profile,
      awsFacts({ said: 'Error loading SSO Token: Token for corp does not exist' }),
    );
    expect([level, fix]).to.deep.equal(['fail', 'aws sso login --profile base']);
    expect(detail).to.match(/^Nobody is signed in to the access portal of profile base/);
    expect((await look(profile, awsFacts({ said: "Please reauthenticate using 'aws login'." })))[2]).to.equal(
      'aws login --profile base',
    );
  });

  it("is the end of a source profile's session, and our refresh where there is a recipe", async () => {
    const said = 'An error occurred (ExpiredToken) when calling the AssumeRole operation: expired';
    expect((await look(profile, awsFacts({ said, signInHasRecipe: true })))[2]).to.equal('git codecommit refresh base');
    const [, detail, fix] = await look(profile, awsFacts({ said }));
    expect(fix).to.equal('');
    expect(detail).to.match(/session of profile base has ended.*Sign in to it again/);
  });

  it('is a profile that is not there, and who names it', async () => {
    const said = 'The config profile (dev) could not be found';
    const [level, detail, fix] = await look(profile, awsFacts({ said }));
    expect([level, fix]).to.deep.equal(['fail', 'git codecommit setup --profile dev']);
    expect(detail).to.contain("Git's helper goes by the profile dev (/home/ana/.gitconfig)");
    const variable: AwsHelperFacts['source'] = { kind: 'machine', profile: 'dev', namedBy: 'variable' };
    expect((await look(profile, awsFacts({ said, source: variable }, { env: { AWS_PROFILE: 'dev' } })))[1]).to.match(
      /^AWS_PROFILE names the profile dev/,
    );
  });

  it('is no fault where an MFA code is asked for, and nobody was there', async () => {
    expect((await look(profile, awsFacts({ said: 'Enter MFA code for arn:aws:iam::1:mfa/ana: ' })))[0]).to.equal(
      'skip',
    );
  });

  it("is AWS's own sentence where it refuses, and what a role with MFA lacks", async () => {
    const said = 'An error occurred (AccessDenied) when calling the AssumeRole operation: not authorized';
    expect((await look(profile, awsFacts({ said })))[1]).to.match(/"An error occurred .*not authorized".*mfa_serial/);
    expect(
      (await look(profile, awsFacts({ said }, { configText: '[profile dev]\nmfa_serial = x\n' })))[1],
    ).to.not.contain('mfa_serial');
  });

  it('is what --profile default leaves out', async () => {
    const source: AwsHelperFacts['source'] = { kind: 'machine', profile: 'default', namedBy: 'flag' };
    const missing = awsFacts(
      { said: 'The config profile (default) could not be found', source },
      { env: { AWS_ACCESS_KEY_ID: 'A' } },
    );
    expect((await look(profile, missing))[1]).to.match(/^--profile default/);
    expect(
      (
        await look(
          profile,
          awsFacts({ said: "'NoneType' object has no attribute 'x'", source }, { env: { AWS_ACCESS_KEY_ID: 'A' } }),
        )
      )[1],
    ).to.match(/^--profile default in Git's helper .* makes the AWS CLI leave out/);
  });

  it('is nothing where it is called in a way that it does not know, which is the fault of the setting', async () => {
    const said =
      'usage: aws [options]\n\naws: error: argument operation: Invalid choice, valid choices are:\n\nget\nerase';
    expect((await look(profile, awsFacts({ said })))[0]).to.equal('skip');
    const [level, detail] = await look(helper, awsFacts({ said }));
    expect(level).to.equal('fail');
    expect(detail).to.match(/does not understand how its helper is called .* "aws: error: argument operation: Invalid/);
  });

  it('is its own sentence for all else', async () => {
    expect(
      (
        await look(
          profile,
          awsFacts({ said: 'The source_profile "nobody" referenced in the profile "dev" does not exist.' }),
        )
      )[1],
    ).to.equal(
      `The AWS CLI's helper gets no keys by the role_arn of profile dev. It says: "The source_profile "nobody" ` +
        'referenced in the profile "dev" does not exist.".',
    );
  });
});

describe("what the doctor minds where the AWS CLI's helper is in use", () => {
  const both = {
    configText: '[profile dev]\nrole_arn = x\nsource_profile = base\n',
    credentialsText: '[dev]\naws_access_key_id = A\naws_secret_access_key = x\naws_security_token = y\n',
  };
  const recipe = { method: 'assume-role', region: 'eu-west-1', answers: {} };

  it('is no line by which it works, and none of somebody else', async () => {
    expect((await look(configConflict, awsFacts({}, { ...both, recipe }), true))[0]).to.equal('ok');
    expect((await look(configConflict, awsFacts({ said: 'x' }, both)))[0]).to.equal('ok');
  });

  it('is a line that keeps it from keys of ours, unless somebody only has to sign in again', async () => {
    expect((await look(configConflict, awsFacts({ said: 'x' }, { ...both, recipe })))[0]).to.equal('warn');
    expect(
      (await look(configConflict, awsFacts({ said: 'Error loading SSO Token: x' }, { ...both, recipe })))[0],
    ).to.equal('ok');
  });

  it('is no old token beside keys that it does not use', async () => {
    expect((await look(legacyToken, awsFacts({}, both)))[0]).to.equal('ok');
  });

  it('is keys in variables that go before the profile of AWS_PROFILE, where Git fails with them', async () => {
    const source: AwsHelperFacts['source'] = {
      kind: 'environment',
      profile: undefined,
      namedBy: undefined,
      passedOver: 'dev',
    };
    const given = (): DiagnosisFacts =>
      awsFacts(
        { source },
        { profile: undefined, keysFrom: 'environment', env: { AWS_ACCESS_KEY_ID: 'A', AWS_PROFILE: 'dev' } },
      );
    expect((await look(environment, given()))[1]).to.match(
      /uses it instead of the profile dev, which AWS_PROFILE names/,
    );
    expect((await look(environment, given(), true))[0]).to.equal('ok');
  });

  it('is no key in variables that a profile of somebody else may need', async () => {
    const given = awsFacts({}, { env: { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'x' } });
    expect((await look(environment, given))[0]).to.equal('ok');
  });

  it('is no other profile than ours had, where that works, and is one where it does not', async () => {
    const given = (): DiagnosisFacts => awsFacts({}, { owner: 'my-app', ownerHasRecipe: true });
    expect((await look(helper, given(), true))[0]).to.equal('ok');
    expect((await look(helper, given()))[0]).to.equal('warn');
  });

  it('is wrong quotes, which are mended in their file and section', async () => {
    const wrong = "'!aws codecommit credential-helper --profile dev $@'";
    const given = awsFacts({}, { awsHelper: undefined, entries: [entry('credential.helper', wrong)] });
    const [level, detail, fix] = await look(helper, given);
    expect(level).to.equal('fail');
    expect(detail).to.contain('written with the wrong quotes');
    expect(fix).to.match(
      /^git config --global --replace-all credential\.helper '!aws codecommit credential-helper --pr/,
    );
    const bare = awsFacts({}, { entries: [entry('credential.helper', value.slice(1))] });
    expect((await look(helper, bare))[1]).to.contain('without the "!"');
  });

  it('is what a helper in front of it, or behind it, keeps, and never what it keeps itself', async () => {
    const order = (...values: string[]) =>
      look(helperOrder, awsFacts({}, { entries: values.map((one) => entry('credential.helper', one)) }));
    expect((await order('codecommit', value))[0]).to.equal('ok');
    expect((await order(value, 'codecommit'))[0]).to.equal('ok');
    const [level, detail, fix] = await order('osxkeychain', value);
    expect([level, fix]).to.deep.equal(['warn', '']);
    expect(detail).to.match(/asked before the AWS CLI's .*`git codecommit setup --repository /);
    expect((await order(value, 'cache'))[1]).to.contain("every password that the AWS CLI's gives");
    expect((await order(value, ''))[1]).to.match(/takes the AWS CLI's away again/);
  });

  for (const name of ['userhttppath', 'usehttpath', 'usehtppath', 'usehttpspath', 'usehttppaths'])
    it(`is ${name}, which Git does not know`, async () => {
      const [level, detail, fix] = await look(
        useHttpPath,
        awsFacts({}, { entries: [entry('credential.helper', value), entry(`credential.${name}`, 'true')] }),
      );
      expect(level).to.equal('fail');
      expect(detail).to.contain(`credential.${name} in /home/ana/.gitconfig is misspelt`);
      expect(fix).to.match(/^git config --global .*useHttpPath true$/);
    });
});
