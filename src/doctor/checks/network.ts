import { setGitSetting, unsetGitSetting } from '../../core/advice/other-programs.js';
import { joined, sentence } from '../../core/advice/advice.js';
import type { Advice, Text } from '../../core/advice/advice.js';
import { configFileOf } from '../../git/config/fix.js';
import { effectiveHttp } from '../../git/config/effective.js';
import { placeWithLine } from '../../git/config/line.js';
import { isAtLeast, parseGitVersion } from '../../git/version.js';
import { isProblem, type Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { Busy } from '../common/busy.js';
import { fail, ok, skip, warn } from '../check.js';
import type { Check, CheckPorts, CheckResult, DiagnosisFacts } from '../check.js';
import { tryGit, type GitTrial } from '../common/git-works.js';
import { sayHindrances } from '../common/say-hindrance.js';
import { whatStopsGit } from '../common/what-stops-git.js';
import { askAnybody } from './session.js';

/** Proxy, TLS, and a service that is too busy: what keeps Git itself from CodeCommit, and what keeps us from AWS. */
export const network: Check = {
  id: 'network',
  title: 'Network',
  async run(facts, ports) {
    const trial =
      facts.gitProblem === undefined && facts.cleanUrl !== undefined ? await tryGit(facts, ports) : undefined;
    const ours = await ownProblem(facts, ports);
    if (trial?.busy === true) return fail(trial.message, await fewerRetries(facts, ports));
    const stopped =
      trial?.kind === 'network' ? await sayHindrances(await whatStopsGit(facts, ports), facts, ports) : undefined;
    if (trial !== undefined && stopped !== undefined)
      return fail(`${trial.message} Git says: "${trial.said}". ${stopped.said}`, stopped.fix);
    if (trial?.kind === 'network')
      return ours === undefined
        ? await gitAlone(trial, facts, ports)
        : fail(joined([`${trial.message} Git says: "${trial.said}".`, advice(ours)]));
    if (ours === undefined) return facts.region === undefined ? skip('No Region is known.') : ok('AWS can be reached.');
    // Without Git's own word, ours counts.
    if (facts.cleanUrl === undefined || facts.gitProblem !== undefined) return fail(advice(ours));
    if (ours instanceof Busy) return warn(advice(ours));
    return warn(
      sentence`Git reaches CodeCommit, but git-codecommit does not reach AWS, so no session can be renewed. ${advice(ours)}`,
    );
  },
};

async function ownProblem(facts: DiagnosisFacts, { aws, networkProblems }: CheckPorts): Promise<Problem | undefined> {
  const { region } = facts;
  const known = networkProblems.get('git') ?? networkProblems.get('aws');
  if (known !== undefined || region === undefined) return known;
  try {
    await askAnybody(aws, { ...facts, region });
    return undefined;
  } catch (error) {
    if (isProblem(error) && error.kind !== 'cancelled') return error;
    throw error;
  }
}

function advice({ said, hint }: Problem): Text {
  return joined([said, hint]);
}

/** We get through and Git does not: what Git alone goes by is to blame. */
async function gitAlone(trial: NonNullable<GitTrial>, facts: DiagnosisFacts, ports: CheckPorts): Promise<CheckResult> {
  const isTls = /TLS|certificate/i.test(trial.message);
  const [setting] = (isTls ? ['sslcainfo', 'sslcapath', 'sslverify', 'sslbackend'] : ['proxy']).flatMap((name) =>
    effectiveHttp(
      facts.entries.filter((entry) => !facts.foreign.includes(entry)),
      facts.cleanUrl ?? '',
      name,
    ).slice(-1),
  );
  const own = facts.env['AWS_CA_BUNDLE'] ?? facts.env['NODE_EXTRA_CA_CERTS'];
  const said = `${trial.message} Git says: "${trial.said}".`;
  if (setting === undefined) {
    const fix = isTls && own !== undefined ? setGitSetting(['--global'], 'http.sslCAInfo', own) : undefined;
    return fail(
      `${said} git-codecommit gets ` +
        `through${isTls && own !== undefined ? ` with the certificates of ${printable(own)}` : ''}, so Git ` +
        `lacks a setting (${isTls ? 'http.sslCAInfo' : 'http.proxy'}).`,
      fix,
    );
  }
  const place = configFileOf(setting);
  const value =
    `${printable(setting.key)} = ${printable(withoutLogin(setting.value ?? ''), 120)} ` +
    `(${printable(await placeWithLine(setting, facts.entries, { ...ports, cwd: facts.cwd }))})`;
  const fix =
    isTls && own !== undefined
      ? place && setGitSetting(place, setting.key, own)
      : place && unsetGitSetting(place, setting.key);
  return fail(`${said} It goes by ${value}; git-codecommit gets through without that.`, fix);
}

function withoutLogin(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//');
}

/** Git 2.54 and 2.55 ask for ever when they are answered 429 and no number of retries is set. */
async function fewerRetries({ entries, cleanUrl }: DiagnosisFacts, { git }: CheckPorts): Promise<Advice | undefined> {
  const version = parseGitVersion((await git.run(['version'])).stdout);
  const isSet = effectiveHttp(entries, cleanUrl ?? '', 'maxretries').some(({ value }) => Number(value) > 0);
  return version !== undefined && isAtLeast(version, [2, 54]) && !isAtLeast(version, [2, 56]) && !isSet
    ? setGitSetting(['--global'], 'http.maxRetries', '1')
    : undefined;
}
