import { inHome } from '../../core/text/home-path.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import type { House } from '../../core/ports/ports.js';
import { clearCompiled } from '../../stores/clear-compiled.js';
import { jsonWithoutSecrets } from '../../core/text/hide-secrets.js';
import { openRooms } from '../../stores/open-stores.js';
import { endSignIn } from './end-sign-in.js';
import { forgetBrowser, rememberedPage } from './forget-browser.js';
import { pickProfile } from '../../interview/pick-profile.js';
import type { Rooms } from '../../stores/stores.js';
import type { Call } from '../shared/call.js';

/** Shows what will go, asks, and takes it back. @throws Problem */
export async function runRemove(call: Call, house: House): Promise<undefined> {
  const rooms = openRooms(house);
  const profile = await pickProfile(call.operands[0] ?? call.text('profile'), house, rooms);
  if ((await rooms.recipes.read(profile)) === undefined)
    throw new Problem('usage', `Profile ${profile} was not set up by git-codecommit, so it is left alone.`, {
      hint: '`git codecommit status` shows the profiles that were.',
    });
  await rooms.settings.demandFilesOf(profile);
  const plan = await planOf(profile, rooms, house);
  house.ui.heading('This will remove');
  house.ui.table(plan.rows);
  if (!call.on('dry-run')) await removeAll(profile, call, house, rooms);
  if (call.on('json')) house.output.write(`${jsonWithoutSecrets(plan.document)}\n`);
}

async function planOf(profile: string, rooms: Rooms, { homeDirectory }: Pick<House, 'homeDirectory'>) {
  const keys = await rooms.profiles.keys(profile);
  const urls = (await rooms.settings.uses()).get(profile) ?? [];
  const page = await rememberedPage(profile, rooms);
  const rows = [
    ...(keys === undefined ? [] : [['keys', `of [${profile}] in ${inHome(rooms.paths.credentials, homeDirectory)}`]]),
    ...urls.map((url) => ['setting', `the credential helper for ${url}`]),
    ...(page === undefined ? [] : [['browser', `who is signed in at ${printable(page)}`]]),
    ['recipe', `[${profile}] in ${inHome(rooms.paths.recipes, homeDirectory)}`],
  ];
  return {
    rows,
    document: { profile, credentialsFile: keys === undefined ? null : rooms.paths.credentials, git: urls },
  };
}

async function removeAll(profile: string, call: Call, house: House, rooms: Rooms): Promise<void> {
  const { ui } = house;
  if (
    ui.interactive &&
    !call.on('yes') &&
    (await ui.ask({ kind: 'confirm', message: 'Go ahead?', suggestion: 'yes' })) !== 'yes'
  )
    throw new Problem('cancelled', 'Nothing was changed.');
  await rooms.settings.remove(profile);
  await rooms.profiles.remove(profile);
  const ending = await endSignIn(profile, house, rooms);
  await forgetBrowser(profile, house, rooms);
  await rooms.forget(profile);
  await rooms.recipes.remove(profile);
  await clearCompiled(house.files, rooms);
  ui.mark('done', `Profile ${profile} is removed from this computer.`);
  if (ending === 'revoked') ui.mark('done', 'The sign-in at the identity provider is revoked.');
  ui.say('Nothing was revoked at AWS: a session that somebody copied lives until its end.');
  if (call.on('all')) await offerBackup(call, house, rooms);
}

async function offerBackup(call: Call, { ui, files }: House, { paths }: Rooms): Promise<void> {
  const backup = await firstExisting(paths.backups, files);
  if (backup === undefined) return;
  ui.say(
    `${backup} is the credentials file as it was before the first change. It may hold long-term keys that ` +
      'stand nowhere else.',
  );
  if (call.on('yes') || !ui.interactive) ui.say('It is left there; delete it yourself if you are sure.');
  else if ((await ui.ask({ kind: 'confirm', message: 'Delete it?', suggestion: 'no' })) === 'yes')
    await files.remove(backup);
}

async function firstExisting(candidates: readonly string[], files: House['files']): Promise<string | undefined> {
  for (const path of candidates) if ((await files.stat(path)) !== undefined) return path;
  return undefined;
}
