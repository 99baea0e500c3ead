import { commandLine, plainForm } from '../../core/advice/say.js';
import { changesShell, sentence } from '../../core/advice/advice.js';
import type { Advice } from '../../core/advice/advice.js';
import { Problem } from '../../core/problem.js';
import type { Ports } from '../../core/ports/ports.js';
import { causeOf, type Diagnosis } from '../../doctor/cause.js';
import type { Finding } from '../../doctor/check.js';
import { posixQuote, posixShell } from '../../core/shells/posix.js';
import { tell } from './words.js';

/** One thing may hide another; more than this many at once is no case for a program. */
const mostFixes = 8;

type Look = () => Promise<Diagnosis>;
type FixPorts = Pick<Ports, 'git' | 'program' | 'cwd' | 'ui' | 'form' | 'changes'>;

/** Fixes the cause, looks again, and goes on while that helps; then what only may break Git. */
export async function fixAll(found: Diagnosis, look: Look, ports: FixPorts): Promise<Diagnosis> {
  let diagnosis = found;
  const tried = new Set<string>();
  const isTried = ({ fix }: Runnable): boolean => tried.has(commandLine(fix, plainForm));
  for (let count = 0; count < mostFixes; count += 1) {
    const cause = causeOf(diagnosis.findings);
    const next =
      // What changes Git's settings would fail by it.
      diagnosis.findings.find(
        (finding) => finding.id === 'settings-lock' && isRunnable(finding) && !isTried(finding),
      ) ??
      cause ??
      diagnosis.findings.find((finding) => finding.level === 'warn' && isRunnable(finding) && !isTried(finding));
    if (next === undefined || !isRunnable(next) || isTried(next)) return diagnosis;
    tried.add(commandLine(next.fix, plainForm));
    ports.ui.mark(next.level === 'fail' ? 'fail' : 'warn', sentence`${next.title}: ${next.detail}`);
    await runFix(next.fix, diagnosis, ports);
    diagnosis = await look();
  }
  return diagnosis;
}

/** At a terminal, asks whether to fix the cause now; says how it ended. */
export async function offerFix(found: Diagnosis, look: Look, ports: FixPorts): Promise<Diagnosis> {
  const cause = causeOf(found.findings);
  if (cause === undefined || !isRunnable(cause) || !ports.ui.interactive) return found;
  if ((await ports.ui.ask({ kind: 'confirm', message: `Mend "${cause.title}" now?`, suggestion: 'yes' })) !== 'yes')
    return found;
  await runFix(cause.fix, found, ports);
  const after = await look();
  tell(after.findings, { all: false }, ports);
  if (causeOf(after.findings) === undefined) ports.ui.say('Now run the Git command again that was refused.');
  return after;
}

type Runnable = Finding & { readonly fix: Advice };

/** What changes the shell that it is typed into can only be typed there. */
function isRunnable(finding: Finding): finding is Runnable {
  return finding.fix !== undefined && !changesShell(finding.fix);
}

/** Git brings a POSIX shell on every system, whatever the user's is. Our own name need not be on PATH. */
async function runFix(
  fix: Advice,
  { findings }: Diagnosis,
  { git, program, cwd, ui, changes }: FixPorts,
): Promise<void> {
  ui.show(sentence`$ ${fix}`);
  const { node, folder } = await program.facts();
  const line = commandLine(fix, { shell: posixShell, calledAs: [node, `${folder}/git-codecommit.js`] });
  // Git runs an alias from the top of the clone, where the shell may have been somewhere below.
  const code = await changes.making(sentence`${fix}`, sentence`${fix} was run`, undefined, () =>
    git.show(['-c', `alias.mend=!cd ${posixQuote(cwd)} && ${line}`, 'mend'], { cwd }),
  );
  if (code !== 0)
    throw new Problem('failed', sentence`The command ended with ${code}: ${fix}`, {
      hint:
        findings.find(({ id, level }) => id === 'settings-lock' && level !== 'ok')?.detail ??
        'Run it yourself in a terminal.',
    });
}
