import type { Advice } from '../../core/advice/advice.js';
import { forgetPassword } from '../../core/advice/other-programs.js';
import { passwordSeconds } from '../../aws/codecommit/git-signature.js';
import { sayDuration } from '../../core/text/duration.js';
import { printable } from '../../core/text/printable.js';
import { isProblem } from '../../core/problem.js';
import { credentialDescription, fillCredential } from '../../git/proof.js';
import type { ReceivedLogin } from '../../git/received-login.js';
import { fail, ok, skip, warn } from '../check.js';
import type { Check, CheckPorts } from '../check.js';
import { helpersFor, callsCodeCommit } from './helpers.js';

/**
 * CodeCommit takes a signed password for about this long. Source: CodeCommit user guide, troubleshooting the helper.
 */
const lifeMs = passwordSeconds * 1000;

export const cachedPassword: Check = {
  id: 'cached-password',
  title: 'Stored password',
  git: true,
  async run(facts, ports) {
    const { cleanUrl, foreign } = facts;
    if (cleanUrl === undefined) return skip('No CodeCommit URL is known.');
    const [first] = helpersFor(facts);
    if (first === undefined || callsCodeCommit(first)) return ok('No other helper is asked first.');
    if (foreign.length > 0) return skip('Not asked: the clone names programs of its own.');
    // What Git would send, whoever answers.
    const { login } = await fillCredential(cleanUrl, { cwd: facts.cwd }, ports);
    if (login === undefined) return ok('No password is stored for this URL.');
    const [user = ''] = login.username.reveal().split('%');
    const signed = signedAt(login.password.reveal());
    const whose = `"${printable(first.value ?? '', 60)}" answers for this URL`;
    const age = signed === undefined ? undefined : ports.clock.now().getTime() - signed.getTime();
    if (age !== undefined && age > lifeMs)
      return fail(
        `${whose} with a password that was signed ${sayDuration(age / 1000)} ago; CodeCommit takes one for 15 minutes.`,
        forget(cleanUrl),
      );
    if (age !== undefined && age < -lifeMs)
      return fail(
        `${whose} with a password that was signed by a clock that was ahead, by ${sayDuration(-age / 1000)}; ` +
          'CodeCommit takes none.',
        forget(cleanUrl),
      );
    const own = facts.keys?.accessKeyId ?? facts.awsHelper?.login?.username.reveal().split('%')[0];
    if (own === undefined || user === own) return ok('The stored password is still good.');
    if (await isTaken(cleanUrl, login, ports))
      return warn(`${whose} with another login (${printable(user, 40)}), which CodeCommit takes.`);
    return fail(
      `${whose} with a password of another login (${printable(user, 40)}), which CodeCommit does not take.`,
      forget(cleanUrl),
    );
  },
};

function signedAt(password: string): Date | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z[0-9a-f]{64}$/.exec(password) ?? [];
  return year === undefined
    ? undefined
    : new Date(`${year}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${String(second)}Z`);
}

/** Static Git credentials of an IAM user are no temporary ones, but they work. */
async function isTaken(url: string, login: ReceivedLogin, { probe }: CheckPorts): Promise<boolean> {
  try {
    return (await probe(url, 'git-upload-pack', login)).status === 200;
  } catch (error) {
    if (isProblem(error)) return false;
    throw error;
  }
}

/** Git's own way to make every helper forget. */
function forget(url: string): Advice {
  return forgetPassword(credentialDescription(url).split('\n').slice(0, -1));
}
