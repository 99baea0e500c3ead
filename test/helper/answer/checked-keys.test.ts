import { plainText } from '../../../src/core/advice/say.js';
import { expect } from 'chai';
import type { Recollection, Verdict } from '../../../src/core/ports/helper-memory.js';
import { Problem } from '../../../src/core/problem.js';
import { Secret } from '../../../src/core/secret.js';
import type { HelperKeys } from '../../../src/helper/answer/key-sources.js';
import { checkedKeys, type CheckedKeysPorts } from '../../../src/helper/answer/checked-keys.js';
import { problemOfPromise } from '../../helpers/problem.js';

const request = { host: 'git-codecommit.eu-west-1.amazonaws.com', region: 'eu-west-1', path: 'v1/repos/R' };
const keysNamed = (accessKeyId: string) => ({
  accessKeyId,
  secretAccessKey: new Secret('s'),
  sessionToken: new Secret('t'),
});
const old: HelperKeys = { credentials: keysNamed('ASIAOLD'), from: 'profile', profile: 'dev' };
const noNewOne = new Problem('aws', 'A new one wants you to sign in with a browser.', {
  hint: 'Run: git codecommit refresh dev --force',
});

describe('the keys that Git is answered with', () => {
  let settled: Verdict[];
  const worldWith = (
    found: Verdict | Error,
    renew: CheckedKeysPorts['renew'] = () => Promise.reject(noNewOne),
  ): CheckedKeysPorts => {
    settled = [];
    const known: Recollection = {
      kind: 'doubt',
      settle: (verdict) => {
        settled.push(verdict);
      },
    };
    const check = (): Promise<Verdict> => (found instanceof Error ? Promise.reject(found) : Promise.resolve(found));
    return { memory: { recall: () => known, note: () => undefined, confirm: () => undefined }, check, renew };
  };
  const sentence = async (found: Verdict, keys: HelperKeys = old): Promise<string> => {
    const { message, hint } = await problemOfPromise(checkedKeys(keys, request, worldWith(found)));
    return `${message} ${plainText(hint ?? '')}`;
  };

  it('are those there are, where nothing speaks against them or nobody can say', async () => {
    for (const found of ['good', 'no-answer'] as const) {
      expect(await checkedKeys(old, request, worldWith(found))).to.equal(old);
      expect(settled).to.deep.equal([found]);
    }
    expect(await checkedKeys(old, request, worldWith(new Error('the network')))).to.equal(old);
    expect(settled).to.deep.equal(['no-answer']);
  });

  it('are new ones where AWS has done with the old', async () => {
    const asked: unknown[] = [];
    const renewed = await checkedKeys(
      old,
      request,
      worldWith('unknown', (...all) => {
        asked.push(all);
        return Promise.resolve(keysNamed('ASIANEW'));
      }),
    );
    expect(renewed).to.deep.include({ profile: 'dev', credentials: keysNamed('ASIANEW') });
    expect(asked).to.deep.equal([['dev', { ended: true, dead: 'ASIAOLD' }]]);
  });

  it('are refused with the reason where there is no new one', async () => {
    expect(await sentence('ended')).to.equal(
      "AWS says that the session of the profile 'dev' has ended. A new one wants you to sign in with a " +
        'browser. Run: git codecommit refresh dev --force',
    );
    expect(await sentence('unknown')).to.include("AWS does not know the session of the profile 'dev' any more.");
    expect(await sentence('revoked')).to.include(
      "AWS refuses everything to the session of the profile 'dev': it was revoked.",
    );
    expect(
      await sentence('unknown', { ...old, credentials: { accessKeyId: 'AKIAX', secretAccessKey: new Secret('s') } }),
    ).to.include("does not know the access key of the profile 'dev': it was deleted or turned off.");
  });

  it('are not the dead ones once more, whoever calls them new', async () => {
    const problem = await problemOfPromise(
      checkedKeys(
        old,
        request,
        worldWith('ended', () => Promise.resolve(keysNamed('ASIAOLD'))),
      ),
    );
    expect(`${problem.message} ${plainText(problem.hint ?? '')}`).to.equal(
      "AWS says that the session of the profile 'dev' has ended. Run: git codecommit refresh dev --force",
    );
  });

  it('cannot be renewed from the environment', async () => {
    expect(await sentence('ended', { ...old, profile: undefined })).to.equal(
      'AWS says that the session of the credentials in the environment has ended. Put new ones there ' +
        'as you did these; if setup made them: git codecommit export --recipe environment',
    );
  });

  it('are not doubted where the machine hands them out', async () => {
    const ofMachine: HelperKeys = { credentials: old.credentials, profile: undefined, from: 'instance' };
    expect(await checkedKeys(ofMachine, request, worldWith('ended'))).to.equal(ofMachine);
  });
});
