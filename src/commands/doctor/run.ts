import { guardByGit } from '../../doctor/fixes.js';
import { commandLine, sayText } from '../../core/advice/say.js';
import type { CommandForm } from '../../core/advice/say.js';
import { setGitSetting } from '../../core/advice/other-programs.js';
import { sentence } from '../../core/advice/advice.js';
import type { Ports } from '../../core/ports/ports.js';
import { isProblem } from '../../core/problem.js';
import { tryToKeep } from '../../core/try-to-keep.js';
import { jsonWithoutSecrets } from '../../core/text/hide-secrets.js';
import { causeOf, type Diagnosis } from '../../doctor/cause.js';
import type { Finding } from '../../doctor/check.js';
import { confirmCloneSettings } from '../../interview/accept-clone-settings.js';
import { readDiagnosisRequest, type DiagnosisRequest } from '../../doctor/diagnosis-request.js';
import { diagnose } from '../../doctor/diagnose.js';
import { demandConfigFile } from '../../git/config/place.js';
import { openStores } from '../../stores/open-stores.js';
import { pickProfile } from '../../interview/pick-profile.js';
import { repairGit } from './repair-git.js';
import type { Stores } from '../../stores/stores.js';
import { saveReport } from './save-report.js';
import { bareRepositoryGuard } from '../../git/settings/bare-repository-guard.js';
import type { InvocationOf } from '../common/call.js';
import type { DoctorFlag } from './flags.js';
import { fixAll, offerFix } from './fix.js';
import { tell, tellUnseen } from './words.js';

/** Examines, tells and offers the fix. @returns the exit code: 1 where a cause was found */
export async function runDoctor(invocation: InvocationOf<DoctorFlag>, ports: Ports): Promise<number> {
  if (invocation.on('repair-files')) return await repairFiles(ports);
  const stores = openStores(ports);
  if (invocation.on('fix') || invocation.on('repair-git') || invocation.on('guard-bare-repositories'))
    await demandConfigFile({ scope: 'global', cwd: ports.cwd }, ports);
  const given = await readDiagnosisRequest(invocation.operands[0], invocation.text('profile'), stores);
  if (invocation.on('guard-bare-repositories')) return await guardSettings(given, ports);
  if (invocation.on('repair-git')) return await repairSettings(given, ports);
  const request = { ...given, confirmed: invocation.on('json') ? [] : await confirmed(ports, stores) };
  const look = (): Promise<Diagnosis> => diagnose(request, ports, stores);
  let diagnosis = await look();
  const file = invocation.text('report');
  const unsaved = file === undefined ? undefined : await tryToKeep(() => saveReport(file, diagnosis, ports, stores));
  if (unsaved !== undefined) {
    // What was found is to be known all the same.
    if (!invocation.on('json')) tell(diagnosis.findings, { all: invocation.on('all') }, ports);
    throw unsaved;
  }
  if (invocation.on('fix')) diagnosis = await fixAll(diagnosis, look, ports);
  if (invocation.on('json')) ports.output.write(`${jsonWithoutSecrets(documentOf(diagnosis.findings, ports.form))}\n`);
  else {
    tell(diagnosis.findings, { all: invocation.on('all') }, ports);
    tellUnseen(diagnosis.findings, { all: invocation.on('all') }, ports);
    if (!invocation.on('fix')) diagnosis = await offerFix(diagnosis, look, ports);
  }
  return causeOf(diagnosis.findings) === undefined ? 0 : 1;
}

function documentOf(findings: readonly Finding[], form: CommandForm) {
  return {
    ok: causeOf(findings) === undefined,
    findings: findings.map(({ id, title, level, detail, fix }) => ({
      id,
      title,
      level,
      detail: sayText(detail, form),
      fix: fix === undefined ? null : commandLine(fix, form),
    })),
  };
}

async function repairFiles(ports: Ports): Promise<number> {
  const done = await ports.changes.making("the repair of AWS's files", "AWS's files are repaired", undefined, () =>
    openStores(ports).profiles.repairFiles(),
  );
  for (const sentence of done) ports.ui.mark('done', sentence);
  if (done.length === 0) ports.ui.say('There is nothing that can be repaired without a guess.');
  return 0;
}

/** What the clone brings itself, where somebody is there to look at it and vouches for it. */
async function confirmed(ports: Ports, { settings }: Stores): Promise<DiagnosisRequest['confirmed']> {
  if (!ports.ui.interactive) return [];
  try {
    const foreign = await settings.foreign(ports.cwd);
    return foreign.length > 0 && (await confirmCloneSettings(foreign, ports.ui)) ? foreign : [];
  } catch (error) {
    // Without Git, or with settings that it cannot read, the examination says so.
    if (isProblem(error, 'git')) return [];
    throw error;
  }
}

function settingGitUp<T>({ changes }: Pick<Ports, 'changes'>, work: () => Promise<T>): Promise<T> {
  return changes.making("the writing of Git's settings", "Git's settings are written", undefined, work);
}

async function guardSettings(request: DiagnosisRequest, ports: Ports): Promise<number> {
  const stores = openStores(ports);
  const profile = await pickProfile(request.profile, ports, stores);
  await settingGitUp(ports, () => stores.settings.apply(profile, [bareRepositoryGuard], ports.cwd));
  ports.ui.mark('done', sentence`${guardByGit()}`);
  return 0;
}

async function repairSettings(request: DiagnosisRequest, ports: Ports): Promise<number> {
  const settings = await settingGitUp(ports, () => repairGit(request, ports, openStores(ports)));
  for (const { scope, key, value } of settings)
    ports.ui.mark('done', sentence`${setGitSetting([`--${scope}`], key, value)}`);
  return 0;
}
