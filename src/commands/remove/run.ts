import { sentence } from '../../core/advice/advice.js';
import { remove, status } from '../../core/advice/own-commands.js';
import { inHome } from '../../core/text/home-path.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import type { Ports } from '../../core/ports/ports.js';
import { clearCompiled } from '../../stores/clear-compiled.js';
import { jsonWithoutSecrets } from '../../core/text/hide-secrets.js';
import { openStores } from '../../stores/open-stores.js';
import { endSignIn } from './end-sign-in.js';
import { forgetBrowser, rememberedPage } from './forget-browser.js';
import { pickProfile } from '../../interview/pick-profile.js';
import type { Stores } from '../../stores/stores.js';
import type { InvocationOf } from '../common/call.js';
import type { RemoveFlag } from './flags.js';

/** Shows what will go, asks, and takes it back. @throws Problem */
export async function runRemove(invocation: InvocationOf<RemoveFlag>, ports: Ports): Promise<undefined> {
  const stores = openStores(ports);
  const profile = await pickProfile(invocation.operands[0] ?? invocation.text('profile'), ports, stores);
  if ((await stores.recipes.read(profile)) === undefined)
    throw new Problem('usage', `Profile ${profile} was not set up by git-codecommit, so it is left alone.`, {
      hint: sentence`\`${status()}\` shows the profiles that were.`,
    });
  await stores.settings.demandFilesOf(profile);
  const plan = await planOf(profile, stores, ports);
  ports.ui.heading('This will remove');
  ports.ui.table(plan.rows);
  if (!invocation.on('dry-run')) await removeAll(profile, invocation, ports, stores);
  if (invocation.on('json')) ports.output.write(`${jsonWithoutSecrets(plan.document)}\n`);
}

async function planOf(profile: string, stores: Stores, { homeDirectory }: Pick<Ports, 'homeDirectory'>) {
  const keys = await stores.profiles.keys(profile);
  const urls = (await stores.settings.uses()).get(profile) ?? [];
  const page = await rememberedPage(profile, stores);
  const rows = [
    ...(keys === undefined ? [] : [['keys', `of [${profile}] in ${inHome(stores.paths.credentials, homeDirectory)}`]]),
    ...urls.map((url) => ['setting', `the credential helper for ${url}`]),
    ...(page === undefined ? [] : [['browser', `who is signed in at ${printable(page)}`]]),
    ['recipe', `[${profile}] in ${inHome(stores.paths.recipes, homeDirectory)}`],
  ];
  return {
    rows,
    document: { profile, credentialsFile: keys === undefined ? null : stores.paths.credentials, git: urls },
  };
}

async function removeAll(
  profile: string,
  invocation: InvocationOf<RemoveFlag>,
  ports: Ports,
  stores: Stores,
): Promise<void> {
  const { ui } = ports;
  if (
    ui.interactive &&
    !invocation.on('yes') &&
    (await ui.ask({ kind: 'confirm', message: 'Go ahead?', suggestion: 'yes' })) !== 'yes'
  )
    throw new Problem('cancelled', 'Nothing was changed.');
  const ending = await ports.changes.making(
    `the removal of profile ${profile}`,
    `profile ${profile} is removed`,
    sentence`This removes the rest: ${remove(profile)}`,
    () => takeBack(profile, ports, stores),
  );
  ui.mark('done', `Profile ${profile} is removed from this computer.`);
  if (ending === 'revoked') ui.mark('done', 'The sign-in at the identity provider is revoked.');
  ui.say('Nothing was revoked at AWS: a session that somebody copied lives until its end.');
  if (invocation.on('all')) await offerBackup(invocation, ports, stores);
}

/** The recipe goes last: without it nothing more could be taken back. */
async function takeBack(profile: string, ports: Ports, stores: Stores): ReturnType<typeof endSignIn> {
  await stores.settings.remove(profile);
  await stores.profiles.remove(profile);
  const ending = await endSignIn(profile, ports, stores);
  await forgetBrowser(profile, ports, stores);
  await stores.state.forget(profile);
  await stores.recipes.remove(profile);
  await clearCompiled(ports.files, stores);
  return ending;
}

async function offerBackup(
  invocation: InvocationOf<RemoveFlag>,
  { ui, files }: Ports,
  { paths }: Stores,
): Promise<void> {
  const backup = await firstExisting(paths.backups, files);
  if (backup === undefined) return;
  ui.say(
    `${backup} is the credentials file as it was before the first change. It may hold long-term keys that ` +
      'stand nowhere else.',
  );
  if (invocation.on('yes') || !ui.interactive) ui.say('It is left there; delete it yourself if you are sure.');
  else if ((await ui.ask({ kind: 'confirm', message: 'Delete it?', suggestion: 'no' })) === 'yes')
    await files.remove(backup);
}

async function firstExisting(candidates: readonly string[], files: Ports['files']): Promise<string | undefined> {
  for (const path of candidates) if ((await files.stat(path)) !== undefined) return path;
  return undefined;
}
