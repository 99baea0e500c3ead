import { cloneIn } from '../../core/advice/own-commands.js';
import { setRemoteUrl } from '../../core/advice/other-programs.js';
import { joined, sentence } from '../../core/advice/advice.js';
import { explain } from '../../aws/refusals/explain.js';
import { parseRepository, repositoryUrl } from '../../aws/codecommit/repository.js';
import { isProblem, Refusal } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { posixQuote } from '../../core/shells/posix.js';
import { askByAwsCli } from '../common/aws-cli.js';
import { fail, ok, skip } from '../check.js';
import type { Check, CheckPorts, CheckResult, DiagnosisFacts } from '../check.js';
import { refreshFix } from '../fixes.js';
import { busy, isBusy } from './session.js';

export const repository: Check = {
  id: 'repository',
  title: 'Repository',
  online: 'aws',
  async run(facts, ports) {
    const name = nameOf(facts);
    const { keys, keysFrom, region, profile } = facts;
    if (name !== undefined && keysFrom === 'aws-cli') return await byAwsCli(name, facts, ports);
    if (name === undefined || keys === undefined || region === undefined)
      return skip(name === undefined ? 'No repository is known.' : 'There are no keys to ask with.');
    try {
      const { account } = await (
        await ports.aws.codecommit({ region, credentials: keys, profile })
      ).getRepository(name);
      return ok(`${name} is there, in account ${printable(account)}.`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return await refused(error, name, facts, ports);
    }
  },
};

/** The same where only the AWS CLI has keys. */
async function byAwsCli(name: string, facts: DiagnosisFacts, ports: CheckPorts): Promise<CheckResult> {
  const words = `get-repository --repository-name ${posixQuote(name)}`;
  const answer = await askByAwsCli(facts, ['codecommit', words], ports);
  const { repositoryMetadata } = (answer?.document ?? {}) as {
    readonly repositoryMetadata?: { readonly accountId?: unknown };
  };
  const account = repositoryMetadata?.accountId;
  if (typeof account === 'string') return ok(`${name} is there, in account ${printable(account)}.`);
  if (answer?.stderr.includes('(RepositoryDoesNotExistException)') === true) return await missing(name, facts, ports);
  return ok('These credentials do not tell; the next checks tell whether Git may use it.');
}

async function refused(refusal: Refusal, name: string, facts: DiagnosisFacts, ports: CheckPorts): Promise<CheckResult> {
  const { code } = refusal.facts;
  if (isBusy(refusal)) throw busy(refusal);
  if (code === 'RepositoryDoesNotExistException') return await missing(name, facts, ports);
  // Whoever may pull and push need not be allowed to ask about the repository.
  if (code.includes('AccessDenied') && !code.includes('EncryptionKey'))
    return ok('These credentials may not ask about the repository; the next checks tell whether Git may use it.');
  const { message, hint } = explain(refusal);
  // New credentials do not open a KMS key.
  return code.startsWith('Encryption') ? fail(joined([message, hint])) : fail(message, refreshFix(facts));
}

async function missing(name: string, facts: DiagnosisFacts, ports: CheckPorts): Promise<CheckResult> {
  const { region = '', recipe, remote, cleanUrl } = facts;
  const account = recipe?.account === undefined ? 'this account' : `account ${printable(recipe.account)}`;
  const similar = await similarName(name, facts, ports);
  const text = `There is no repository ${name} in ${region} in ${account}.`;
  if (similar === undefined) return fail(sentence`${text} \`${cloneIn(region)}\` lists those that are there.`);
  const host = cleanUrl === undefined ? undefined : new URL(cleanUrl).host;
  const fix =
    remote?.kind === 'remote' ? setRemoteUrl(remote.name, repositoryUrl({ region, host, name: similar })) : undefined;
  return fail(`${text} There is ${printable(similar)}: capitals and dashes count.`, fix);
}

/** A repository whose name is the same but for capitals and what stands between the words. */
async function similarName(
  name: string,
  { keys, region, profile }: DiagnosisFacts,
  { aws }: CheckPorts,
): Promise<string | undefined> {
  if (keys === undefined) return undefined;
  const plain = (text: string): string => text.toLowerCase().replace(/[._-]/g, '');
  try {
    for await (const other of (
      await aws.codecommit({ region: region ?? '', credentials: keys, profile })
    ).listRepositories())
      if (plain(other) === plain(name)) return other;
  } catch (error) {
    // Whoever may not list has to be told without.
    if (!isProblem(error)) throw error;
  }
  return undefined;
}

/** The name in the URL in question. */
export function nameOf({ cleanUrl }: DiagnosisFacts): string | undefined {
  return cleanUrl === undefined ? undefined : parseRepository(cleanUrl).name;
}
