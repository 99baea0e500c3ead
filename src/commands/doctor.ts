import { Problem } from '../core/problem.js';
import type { Mark } from '../core/ports/ui.js';
import type { House } from '../core/ports/house.js';
import type { Finding, Level } from '../doctor/check.js';
import { checks } from '../doctor/index.js';
import { posixQuote } from '../git/posix-quote.js';
import { admit, examine } from '../flow/examine.js';
import { openRooms } from '../flow/open-rooms.js';
import type { Call } from './call.js';
import type { Command } from './command.js';

/** One thing may hide another; more than this many at once is no case for a program. */
const mostFixes = 6;

/** Finds the cause of a 403, and offers the fix. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'find out why Git says 403, or asks for a password',
  operands: '[PROFILE|URL]',
  most: 1,
  about: 'Looks at Git, at AWS\'s files, at the credential helpers that Git would ask, at the session, and at what CodeCommit itself answers, and names the first cause that breaks Git. Without PROFILE or URL it looks at the current clone\'s remote. `--fix` runs the command that mends it, after showing it. Offline it does all that needs no network.',
  flags: [
    { name: 'fix', kind: 'switch', help: 'run the command that mends what was found' },
    { name: 'repair-files', kind: 'switch', help: 'repair AWS\'s two files where the AWS CLI rejects them, and nothing else' },
    { name: 'all', kind: 'switch', help: 'show every check, not only what was found' },
  ],
  run: runDoctor,
};

async function runDoctor(call: Call, house: House): Promise<number> {
  if (call.on('repair-files')) return await repairFiles(house);
  let findings = await lookAt(call, house);
  if (call.on('fix')) findings = await mend(findings, call, house);
  const ok = findings.every(({ level }) => level !== 'fail');
  if (call.on('json')) house.output.write(`${JSON.stringify({ ok, findings: findings.map(({ id, title, level, detail, fix }) => ({ id, title, level, detail, fix: fix ?? null })) })}\n`);
  else tell(findings, call, house);
  return ok ? 0 : 1;
}

async function repairFiles(house: House): Promise<number> {
  const done = await openRooms(house).profiles.repairFiles();
  for (const sentence of done) house.ui.mark('done', sentence);
  if (done.length === 0) house.ui.say('There is nothing that can be repaired without a guess.');
  return 0;
}

async function lookAt(call: Call, house: House): Promise<readonly Finding[]> {
  const patient = await admit(call.operands[0] ?? call.text('profile'), house, openRooms(house));
  return await house.ui.step('Looking for the cause', () => examine(checks, patient, { ...house, nodeVersion: process.version }));
}

const marks: Readonly<Record<Level, Mark>> = { ok: 'done', warn: 'warn', fail: 'fail', skip: 'skip' };

/** The first cause, and what else is worth a look; everything with `--all`. */
function tell(findings: readonly Finding[], call: Call, { ui }: Pick<House, 'ui'>): void {
  const cause = findings.find(({ level }) => level === 'fail');
  const shown = call.on('all') ? findings : findings.filter((finding) => finding === cause || finding.level === 'warn');
  for (const { title, level, detail, fix } of shown) {
    ui.mark(marks[level], `${title}: ${detail}`);
    if (fix !== undefined && level !== 'ok') ui.say(`→ \`${fix}\``);
  }
  if (cause === undefined) ui.mark('done', shown.some(({ level }) => level === 'warn') ? 'Nothing breaks Git now.' : 'Nothing was found: Git can use CodeCommit here.');
}

/** Mends the first cause, looks again, and goes on while that helps. */
async function mend(found: readonly Finding[], call: Call, house: House): Promise<readonly Finding[]> {
  let findings = found;
  const tried = new Set<string>();
  for (let count = 0; count < mostFixes; count += 1) {
    const cause = findings.find(({ level, fix }) => level === 'fail' || (level === 'warn' && fix !== undefined && !fix.startsWith('unset ')));
    if (cause?.fix === undefined || tried.has(cause.id)) return findings;
    tried.add(cause.id);
    house.ui.say(`${cause.title}: ${cause.detail}`);
    house.ui.show(`$ ${cause.fix}`);
    await runFix(cause.fix, house);
    findings = await lookAt(call, house);
  }
  return findings;
}

/** A fix is a shell command; Git brings a shell on every system. Our own name need not be on PATH. */
async function runFix(fix: string, { git, program, cwd }: Pick<House, 'git' | 'program' | 'cwd'>): Promise<void> {
  const { node, folder } = await program.facts();
  const own = `${posixQuote(node)} ${posixQuote(`${folder}/git-codecommit.js`)} `;
  const code = await git.show(['-c', `alias.mend=!${fix.replace(/^git codecommit /, own)}`, 'mend'], { cwd });
  if (code !== 0) throw new Problem('failed', `The command ended with ${code}: ${fix}`, { hint: 'Run it yourself in a terminal.' });
}
