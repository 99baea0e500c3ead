import { writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Credentials } from '../../src/core/credentials.js';
import { OtherMethod } from '../../src/core/other-method.js';
import type { Problem } from '../../src/core/problem.js';
import { Secret } from '../../src/core/secret.js';
import { processCredentials } from '../../src/methods/process.js';
import { awsSeeing, longTermKeys, rejection } from '../helpers/aws-client.js';
import { temporaryHome, type TemporaryHome } from '../helpers/environment.js';
import { signInWith, type SignInOptions, type SignedIn } from '../helpers/sign-in.js';

const profiles = [{ name: 'vault', describes: 'credential_process', longTerm: false, managed: false }];

describe('using credentials that something else gets', () => {
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
  });
  afterEach(() => home.remove());

  const command = async (fields: object): Promise<string> => {
    const path = home.file('keys.cjs');
    await writeFile(path, `console.log(JSON.stringify(${JSON.stringify({ Version: 1, ...fields })}))`);
    return `"${process.execPath}" "${path}"`;
  };
  const session = {
    AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    SecretAccessKey: 'x',
    SessionToken: 'y',
    Expiration: '2099-01-01T00:00:00Z',
  };
  const signIn = (options: Partial<SignInOptions> = {}): Promise<SignedIn> =>
    signInWith(processCredentials, { aws: awsSeeing({}, home.path), localFacts: { profiles }, ...options });
  const source = (credentials: Credentials): SignInOptions['context'] => ({
    source: () => Promise.resolve({ credentials, identity: () => Promise.reject(new Error('not asked')) }),
  });

  it('runs the command, and keeps it for refreshes but shares it never', async () => {
    const { obtained, interview } = await signIn({ given: { command: await command(session) } });
    expect(obtained.credentials).to.deep.include({
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      expiration: new Date('2099-01-01T00:00:00Z'),
    });
    expect(interview.raw('command')).to.contain('keys.cjs');
    expect([processCredentials.questions.command.kept, processCredentials.questions.command.shareable]).to.deep.equal([
      true,
      false,
    ]);
  });

  it('repeats it without anybody', async () => {
    expect((await signIn({ recipe: { command: await command(session) } })).obtained.credentials.accessKeyId).to.equal(
      'ASIAIOSFODNN7EXAMPLE',
    );
  });

  it('takes any profile that gives temporary credentials', async () => {
    const { obtained } = await signIn({
      given: { sourceProfile: 'vault' },
      context: source({ ...longTermKeys, sessionToken: new Secret('y') }) ?? {},
    });
    expect(obtained.credentials.sessionToken.reveal()).to.equal('y');
  });

  it('offers the profiles there are, or a command', async () => {
    const { prompts } = await signIn({ person: [':command', await command(session)] });
    expect(prompts.map(({ message }) => message)).to.deep.equal(['Whose credentials shall Git use?', 'The command']);
    expect(prompts[0]?.choices?.map(({ name }) => name)).to.deep.equal(['vault', 'Those that a command prints']);
    expect((await signIn({ person: [await command(session)], localFacts: { profiles: [] } })).prompts).to.have.length(
      1,
    );
  });

  it('leads long-term keys to a method that takes them', async () => {
    const printed = (await rejection(
      signIn({ given: { command: await command({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', SecretAccessKey: 'x' }) } }),
    )) as OtherMethod;
    expect(printed).to.be.instanceOf(OtherMethod);
    expect(printed.methods).to.include('session-token');
    expect(printed.answers).to.have.nested.property('sourceKeys.accessKeyId', 'AKIAIOSFODNN7EXAMPLE');
    const held = (await rejection(
      signIn({ given: { sourceProfile: 'vault' }, context: source(longTermKeys) ?? {} }),
    )) as OtherMethod;
    expect(held.answers).to.deep.equal({ sourceProfile: 'vault' });
  });

  it('names both flags when nobody says', async () => {
    expect(((await rejection(signIn())) as Problem).message).to.contain('--source-profile (or --command)');
  });

  it('refuses a command that cannot be split', async () => {
    expect(await rejection(signIn({ given: { command: 'tool "never closed' } }))).to.include({ kind: 'usage' });
  });
});
