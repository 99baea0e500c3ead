import { doctorAll } from '../../core/advice/own-commands.js';
import { sentence } from '../../core/advice/advice.js';
import type { Ports } from '../../core/ports/ports.js';
import type { Mark } from '../../core/ports/ui.js';
import { causeOf } from '../../doctor/cause.js';
import type { Finding, Level } from '../../doctor/check.js';
import { unseen } from '../../doctor/beyond-checks.js';

const marks: Readonly<Record<Level, Mark>> = { ok: 'done', warn: 'warn', fail: 'fail', skip: 'skip' };

/** The cause and what fixes it, then what else is worth a look; with `all` every check, in its order. */
export function tell(
  findings: readonly Finding[],
  { all }: { readonly all: boolean },
  { ui }: Pick<Ports, 'ui'>,
): void {
  const cause = causeOf(findings);
  const others = findings.filter(({ level }) => level === 'warn');
  if (all) {
    for (const { title, level, detail } of findings) ui.mark(marks[level], sentence`${title}: ${detail}`);
    ui.say('');
  }
  if (cause !== undefined) tellOne(cause, { ui });
  if (!all) for (const finding of others) tellOne(finding, { ui });
  if (cause !== undefined) return;
  const leftOut = findings.filter(({ level, id }) => level === 'skip' && id !== 'aws-cli');
  const nothing = others.length > 0 ? 'Nothing breaks Git now.' : 'Nothing was found: Git can use CodeCommit here.';
  ui.mark(
    'done',
    isLookedAt(findings)
      ? nothing
      : sentence`Nothing was found in what could be looked at (${leftOut.length} of ${findings.length} checks were left out: \`${doctorAll()}\` says why).`,
  );
}

/**
 * For whoever is refused although nothing was found: what no check can see, and whom to ask; in short unless `all` is
 * wanted.
 */
export function tellUnseen(
  findings: readonly Finding[],
  { all }: { readonly all: boolean },
  { ui }: Pick<Ports, 'ui'>,
): void {
  if (causeOf(findings) !== undefined) return;
  if (!all) {
    if (isLookedAt(findings))
      ui.say(
        sentence`If Git fails all the same: \`${doctorAll()}\` names what cannot be seen from here, and whom to ask.`,
      );
    return;
  }
  ui.heading('What cannot be seen from here');
  for (const { cause, ask } of unseen) ui.mark('skip', `${cause.charAt(0).toUpperCase()}${cause.slice(1)}.`, ask);
}

function tellOne({ title, level, detail, fix }: Finding, { ui }: Pick<Ports, 'ui'>): void {
  ui.mark(marks[level], sentence`${title}: ${detail}`);
  if (fix !== undefined) ui.say(sentence`  → \`${fix}\``);
}

/** Whether CodeCommit itself said that all is well. */
function isLookedAt(findings: readonly Finding[]): boolean {
  return findings.some(({ id, level }) => id === 'pull' && level === 'ok');
}
