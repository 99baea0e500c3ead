import { signGitRequest } from '../aws/git-signature.js';
import { gitRequest } from '../aws/git-request.js';
import { explain } from '../aws/explain.js';
import { isProblem, Refusal } from '../core/problem.js';
import { printable } from '../core/printable.js';
import { refreshFix } from './aws-files.js';
import { askAnybody } from './session.js';
import { fail, ok, skip, warn } from './check.js';
import type { Check, Instruments, Outcome, Patient } from './check.js';

export const repository: Check = {
  id: 'repository',
  title: 'Repository',
  online: true,
  async run(patient, { aws }) {
    const name = nameOf(patient);
    if (name === undefined || patient.keys === undefined || patient.region === undefined) return skip('No repository is known.');
    try {
      const { account } = await (await aws.codecommit({ region: patient.region, credentials: patient.keys })).getRepository(name);
      return ok(`${name} is there, in account ${printable(account)}.`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.facts.code === 'RepositoryDoesNotExistException') return fail(`There is no repository ${name} in ${patient.region} in this account. Names are case-sensitive.`, `git codecommit clone --region ${patient.region}`);
      // Whoever may pull and push need not be allowed to ask about the repository.
      if (error.facts.code.includes('AccessDenied')) return ok('These credentials may not ask about the repository; the next checks tell whether Git may use it.');
      return fail(explain(error).message, refreshFix(patient));
    }
  },
};

export const pull: Check = { id: 'pull', title: 'Pull', online: true, run: (patient, instruments) => probe(patient, instruments, 'git-upload-pack') };
export const push: Check = { id: 'push', title: 'Push', online: true, run: (patient, instruments) => probe(patient, instruments, 'git-receive-pack') };

/** Why CodeCommit said 403, by the code in its body. Git does not show it. */
const reasons: readonly (readonly [RegExp, (patient: Patient, action: string) => Outcome])[] = [
  [/ExpiredToken/, (patient) => fail('CodeCommit says that the session has ended.', refreshFix(patient))],
  [/UnrecognizedClient|InvalidClientTokenId/, (patient) => fail('CodeCommit does not know the session token: it was revoked, or belongs to another partition or Region.', refreshFix(patient))],
  [/InvalidSignature|SignatureDoesNotMatch|IncompleteSignature/, () => fail('CodeCommit does not take the signature: the clock or the secret key is wrong.')],
  [/EncryptionKey|KMS/i, () => fail('The key that encrypts the repository (AWS KMS) cannot be used with these credentials.')],
  [/AccessDenied/, (_patient, action) => fail(`These credentials may not ${action} here: codecommit:Git${action === 'pull' ? 'Pull' : 'Push'} is missing or denied.`)],
];

async function probe(patient: Patient, { clock, probe: ask }: Instruments, service: 'git-upload-pack' | 'git-receive-pack'): Promise<Outcome> {
  const { cleanUrl, keys } = patient;
  const request = cleanUrl === undefined ? undefined : gitRequest({ protocol: 'https', host: new URL(cleanUrl).host, path: new URL(cleanUrl).pathname, fault: undefined });
  if (cleanUrl === undefined || request === undefined || keys === undefined) return skip('There is nothing to ask with.');
  const { username, password } = signGitRequest(request, keys, clock.now());
  const { status, body } = await ask(cleanUrl, service, { username, password });
  const action = service === 'git-upload-pack' ? 'pull' : 'push';
  if (status === 200) return ok(`Git may ${action}.`);
  if (status === 404) return fail('There is no such repository.');
  if (status === 429) return fail('CodeCommit is answering too many requests; try again in a minute.');
  const reason = status === 403 ? reasons.find(([pattern]) => pattern.test(body)) : undefined;
  if (reason !== undefined) {
    const outcome = reason[1](patient, action);
    // Whoever may only read is not ill.
    return action === 'push' && outcome.detail.includes('may not push') ? warn(outcome.detail) : outcome;
  }
  return fail(`CodeCommit answered ${status}${body === '' ? '' : `: ${printable(body, 200)}`}. Left over are the credentials' rights, and a policy of the network or the organisation.`);
}

function nameOf({ cleanUrl }: Patient): string | undefined {
  return cleanUrl === undefined ? undefined : /\/v1\/repos\/([^/]+)$/.exec(cleanUrl)?.[1];
}

export const network: Check = {
  id: 'network',
  title: 'Network',
  online: true,
  async run(patient, { aws }) {
    if (patient.region === undefined) return skip('No Region is known.');
    try {
      await askAnybody(aws, patient.region, patient.keys);
    } catch (error) {
      if (isProblem(error, 'network')) return fail(error.hint === undefined ? error.message : `${error.message} ${error.hint}`);
      throw error;
    }
    return ok('AWS can be reached.');
  },
};
