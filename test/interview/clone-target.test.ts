import { expect } from 'chai';

import type { TargetAnswers } from '../../src/interview/clone-target.js';
import { Interview } from '../../src/core/interview/interview.js';
import { askTarget } from '../../src/interview/clone-target.js';
import type { Target } from '../../src/interview/clone-target.js';

/** What is found out by flags alone, and what is said on the way. */
async function target(
  given: Readonly<Record<string, string>>,
): Promise<{ found: Target | undefined; warned: readonly string[] }> {
  const warned: string[] = [];
  const ui = {
    interactive: false,
    ask: () => Promise.reject(new Error('nobody is there')),
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

  it('is open where the Region is missing and nobody is there', async () => {
    expect((await target({ repository: 'my-app' })).found).to.equal(undefined);
  });
});
