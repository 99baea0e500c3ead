import { sentence } from '../../core/advice/advice.js';
import { refresh, startHere } from '../../core/advice/own-commands.js';
import { sayDuration } from '../../core/text/duration.js';
import { environmentRecipe } from '../../core/recipe.js';
import { printable } from '../../core/text/printable.js';
import type { Ports } from '../../core/ports/ports.js';
import { isoSeconds, localMinutes } from '../../core/text/time.js';
import { jsonWithoutSecrets } from '../../core/text/hide-secrets.js';
import { openStores } from '../../stores/open-stores.js';
import { overviewOf } from './overview.js';
import type { ProfileStatus } from './overview.js';
import { methods } from '../../methods/index.js';
import type { Invocation } from '../common/call.js';

/** A full bar where nobody knows how long the session was; AWS's are mostly shorter. In seconds. */
const longestSession = 12 * 3600;

/** Shows the profiles that are managed. */
export async function runStatus(invocation: Invocation, ports: Ports): Promise<undefined> {
  const now = ports.clock.now();
  const wanted = invocation.text('profile');
  const all = await overviewOf(openStores(ports), methods, ports);
  const shown = wanted === undefined ? all : all.filter(({ profile }) => profile === wanted);
  if (invocation.on('json')) ports.output.write(`${jsonWithoutSecrets(shown.map(documentOf))}\n`);
  else {
    showStatus(shown, now, ports);
    sayWhatToRun(shown, ports);
  }
}

/** What brings back what has ended. */
function sayWhatToRun(profiles: readonly ProfileStatus[], { ui }: Pick<Ports, 'ui'>): void {
  for (const { profile } of profiles.filter(({ state }) => state === 'expired')) {
    // What is in no profile, no refresh brings back.
    if (profile === environmentRecipe) ui.say('→ Put new credentials into the environment, as you did the first time.');
    else ui.say(sentence`→ ${refresh(profile)}`);
  }
}

/** Draws the profiles as a table: the bar, the time left in words and by the local clock, what uses it. */
export function showStatus(profiles: readonly ProfileStatus[], now: Date, { ui }: Pick<Ports, 'ui'>): void {
  if (profiles.length === 0) {
    ui.say(sentence`No profile was set up yet. Start with \`${startHere()}\`.`);
    return;
  }
  ui.table(
    profiles.map((profile) => [
      profile.profile,
      timeOf(profile, now, ui),
      profile.title,
      printable(profile.arn ?? profile.account ?? ''),
      profile.urls.map((url) => printable(url.replace(/^https:\/\//, ''))).join(' '),
    ]),
    { head: ['Profile', 'Time left', 'Signs in by', 'As', 'Used by Git for'] },
  );
}

function timeOf(
  { expiration, lasts = longestSession, state }: ProfileStatus,
  now: Date,
  ui: Pick<Ports['ui'], 'bar'>,
): string {
  if (expiration === undefined) return 'unknown';
  const left = (expiration.getTime() - now.getTime()) / 1000;
  if (state === 'expired') return `${ui.bar(0)} ended ${sayDuration(-left)} ago`.trimStart();
  return `${ui.bar(Math.min(1, left / lasts))} ${sayDuration(left)} (${localMinutes(expiration)})`.trimStart();
}

function documentOf({ profile, method, account, arn, region, expiration, state, urls }: ProfileStatus) {
  return {
    profile,
    method,
    account: account ?? null,
    arn: arn ?? null,
    region,
    expiration: expiration === undefined ? null : isoSeconds(expiration),
    state,
    git: urls,
  };
}
