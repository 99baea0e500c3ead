import type { House } from '../../core/ports/ports.js';
import { isProblem } from '../../core/problem.js';
import { jsonWithoutSecrets } from '../../core/text/hide-secrets.js';
import { causeOf, type Examination } from '../../doctor/cause.js';
import type { Finding } from '../../doctor/check.js';
import { confirmCloneSettings } from '../../interview/accept-clone-settings.js';
import { readComplaint, type Complaint } from '../../doctor/gather-facts.js';
import { consult } from '../../doctor/diagnose.js';
import { demandConfigFile } from '../../git/config/place.js';
import { openRooms } from '../../stores/open-stores.js';
import { pickProfile } from '../../interview/pick-profile.js';
import { repairGit } from './repair-git.js';
import type { Rooms } from '../../stores/stores.js';
import { saveReport } from './save-report.js';
import { bareRepositoryGuard } from '../../git/settings/bare-repository-guard.js';
import type { Call } from '../shared/call.js';
import { mend, offerFix } from './fix.js';
import { tell, tellUnseen } from './words.js';

/** Examines, tells and offers the fix. @returns the exit code: 1 where a cause was found */
export async function runDoctor(call: Call, house: House): Promise<number> {
  if (call.on('repair-files')) return await repairFiles(house);
  const rooms = openRooms(house);
  if (call.on('fix') || call.on('repair-git') || call.on('guard-bare-repositories'))
    await demandConfigFile({ scope: 'global', cwd: house.cwd }, house);
  const given = await readComplaint(call.operands[0], call.text('profile'), rooms);
  if (call.on('guard-bare-repositories')) return await guardSettings(given, house);
  if (call.on('repair-git')) return await repairSettings(given, house);
  const complaint = { ...given, confirmed: call.on('json') ? [] : await confirmed(house, rooms) };
  const look = (): Promise<Examination> => consult(complaint, house, rooms);
  let examination = await look();
  const file = call.text('report');
  if (file !== undefined) await saveReport(file, examination, house, rooms);
  if (call.on('fix')) examination = await mend(examination, look, house);
  if (call.on('json')) house.output.write(`${jsonWithoutSecrets(documentOf(examination.findings))}\n`);
  else {
    tell(examination.findings, { all: call.on('all') }, house);
    tellUnseen(examination.findings, { all: call.on('all') }, house);
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

/** What the clone brings itself, where somebody is there to look at it and vouches for it. */
async function confirmed(house: House, { settings }: Rooms): Promise<Complaint['confirmed']> {
  if (!house.ui.interactive) return [];
  try {
    const foreign = await settings.foreign(house.cwd);
    return foreign.length > 0 && (await confirmCloneSettings(foreign, house.ui)) ? foreign : [];
  } catch (error) {
    // Without Git, or with settings that it cannot read, the examination says so.
    if (isProblem(error, 'git')) return [];
    throw error;
  }
}

async function guardSettings(complaint: Complaint, house: House): Promise<number> {
  const rooms = openRooms(house);
  await rooms.settings.apply(await pickProfile(complaint.profile, house, rooms), [bareRepositoryGuard], house.cwd);
  house.ui.mark('done', `git config --global ${bareRepositoryGuard.key} ${bareRepositoryGuard.value}`);
  return 0;
}

async function repairSettings(complaint: Complaint, house: House): Promise<number> {
  const settings = await repairGit(complaint, house, openRooms(house));
  for (const { scope, key, value } of settings)
    house.ui.mark('done', `git config --${scope} ${key} ${value === '' ? '""' : value}`);
  return 0;
}
