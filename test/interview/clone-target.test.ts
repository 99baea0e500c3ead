import { expect } from 'chai';

import type { Prompt } from '../../src/core/ports/ui.js';
import type { TargetAnswers } from '../../src/interview/clone-target.js';
import { Interview } from '../../src/core/interview/interview.js';
import { askTarget } from '../../src/interview/clone-target.js';
import type { Target } from '../../src/interview/clone-target.js';

/** What is found out by flags alone, and what is said on the way. */
async function target(
  given: Readonly<Record<string, string>>,
  picks?: string,
): Promise<{ found: Target | undefined; warned: readonly string[] }> {
  const warned: string[] = [];
  const ui = {
    interactive: picks !== undefined,
    ask: ({ message }: Prompt) =>
      picks === undefined || message !== 'Which Region is right?'
        ? Promise.reject(new Error(`nobody is asked: ${message}`))
        : Promise.resolve(picks),
    say: () => undefined,
    warn: (text: string) => void warned.push(text),
  };
  const source = {
    given: (name: string) => Promise.resolve(given[name]),
    remembered: () => undefined,
    suggested: () => undefined,
    isOfTeam: () => false,
  };
  const interview = new Interview<TargetAnswers>({
    ui,
    source,
    localFacts: { profiles: [], ssoSessions: [], env: {}, userName: 'ana' },
    readText: () => Promise.reject(new Error('no file')),
  });
  return { found: await askTarget(interview, { ui, advanced: false }), warned };
}

describe('what is to be cloned', () => {
  it('is a URL, from which Region, host and name are taken', async () => {
    const { found, warned } = await target({
      repository: 'https://git-codecommit.cn-north-1.amazonaws.com.cn/v1/repos/my-app',
    });
    expect(found).to.include({
      region: 'cn-north-1',
      partition: 'aws-cn',
      host: 'git-codecommit.cn-north-1.amazonaws.com.cn',
      name: 'my-app',
    });
    expect(warned).to.deep.equal([]);
  });

  it('may lie in a Region that nobody has heard of, and that is said', async () => {
    const { found, warned } = await target({ repository: 'my-app', region: 'eu-west-9' });
    expect(found?.url).to.equal('https://git-codecommit.eu-west-9.amazonaws.com/v1/repos/my-app');
    expect(warned.join()).to.contain('not known to be in eu-west-9');
  });

  const paris = 'https://git-codecommit.eu-west-3.amazonaws.com/v1/repos/my-app';

  it('is refused where two answers name two Regions, and nobody is there to say which', async () => {
    const endpoint = 'vpce-0a1b2c3d4e5f67890-abcdefgh.git-codecommit.us-east-1.vpce.amazonaws.com';
    for (const other of [{ region: 'us-east-1' }, { host: endpoint }])
      await target({ repository: paris, ...other }).then(
        () => expect.fail('it was taken'),
        (error: unknown) =>
          expect(error).to.include({ kind: 'usage' }).and.have.property('message').contain('eu-west-3'),
      );
  });

  it('is in the Region that a person says where two are named', async () => {
    const there = await target({ repository: paris, region: 'us-east-1' }, 'us-east-1');
    expect(there.found?.url).to.equal('https://git-codecommit.us-east-1.amazonaws.com/v1/repos/my-app');
    expect(there.warned.join()).to.contain('the repository eu-west-3, --region us-east-1');
    expect((await target({ repository: paris, region: 'us-east-1' }, 'eu-west-3')).found?.url).to.equal(paris);
    const host = 'vpce-0a1b2c3d4e5f67890-abcdefgh.git-codecommit.us-east-1.vpce.amazonaws.com';
    expect((await target({ repository: paris, host }, 'eu-west-3')).found?.url).to.equal(paris);
    expect((await target({ repository: paris, host }, 'us-east-1')).found).to.include({ host, region: 'us-east-1' });
  });

  it('asks nobody where all name the same Region', async () => {
    expect((await target({ repository: paris, region: 'eu-west-3' })).found?.url).to.equal(paris);
  });

  it('is open where the Region is missing and nobody is there', async () => {
    expect((await target({ repository: 'my-app' })).found).to.equal(undefined);
  });
});
