import type { House } from '../core/ports/house.js';
import { causeOf, type Examination } from '../doctor/cause.js';
import type { Finding } from '../doctor/check.js';
import { readComplaint, type Complaint } from '../flow/admit.js';
import { consult } from '../flow/consult.js';
import { openRooms } from '../flow/open-rooms.js';
import { repairGit } from '../flow/repair-git.js';
import { saveReport } from '../flow/save-report.js';
import type { Call } from './call.js';
import type { Command } from './command.js';
import { mend, offerFix } from './doctor-fix.js';
import { tell } from './doctor-words.js';

/** Finds the cause of a 403, and offers the fix. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'find out why Git says 403, or asks for a password',
  operands: '[PROFILE|URL]',
  most: 1,
  about: 'Looks at Git, at AWS\'s files, at the credential helpers that Git would ask, at the session, and at what CodeCommit itself answers, and names the first cause that breaks Git. Without PROFILE or URL it looks at the current clone\'s remote. `--fix` runs the command that mends it, after showing it. Offline it does all that needs no network.',
  flags: [
    { name: 'fix', kind: 'switch', help: 'run the command that mends what was found' },
    { name: 'all', kind: 'switch', help: 'show every check, not only what was found' },
    { name: 'report', kind: 'value', valueName: 'FILE', help: 'save what was found for whoever helps you, without secrets, names or account numbers' },
    { name: 'repair-git', kind: 'switch', help: 'write Git\'s settings for the profile anew, and nothing else' },
    { name: 'repair-files', kind: 'switch', help: 'repair AWS\'s two files where the AWS CLI rejects them, and nothing else' },
  ],
  run: runDoctor,
};

async function runDoctor(call: Call, house: House): Promise<number> {
  if (call.on('repair-files')) return await repairFiles(house);
  const rooms = openRooms(house);
  const complaint = await readComplaint(call.operands[0], call.text('profile'), rooms);
  if (call.on('repair-git')) return await repairSettings(complaint, house);
  const look = (): Promise<Examination> => consult(complaint, house, rooms);
  let examination = await look();
  const file = call.text('report');
  if (file !== undefined) await saveReport(file, examination, house, rooms);
  if (call.on('fix')) examination = await mend(examination, look, house);
  if (call.on('json')) house.output.write(`${JSON.stringify(documentOf(examination.findings))}\n`);
  else {
    tell(examination.findings, { all: call.on('all') }, house);
    if (!call.on('fix')) examination = await offerFix(examination, look, house);
  }
  return causeOf(examination.findings) === undefined ? 0 : 1;
}

function documentOf(findings: readonly Finding[]) {
  return {
    ok: causeOf(findings) === undefined,
    findings: findings.map(({ id, title, level, detail, fix }) => ({ id, title, level, detail, fix: fix ?? null })),
  };
}

async function repairFiles(house: House): Promise<number> {
  const done = await openRooms(house).profiles.repairFiles();
  for (const sentence of done) house.ui.mark('done', sentence);
  if (done.length === 0) house.ui.say('There is nothing that can be repaired without a guess.');
  return 0;
}

async function repairSettings(complaint: Complaint, house: House): Promise<number> {
  const settings = await repairGit(complaint, house, openRooms(house));
  for (const { scope, key, value } of settings) house.ui.mark('done', `git config --${scope} ${key} ${value === '' ? '""' : value}`);
  return 0;
}
