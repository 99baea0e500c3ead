import { withVariable } from '../../core/interview/missing.js';
import { accessPortal, portalPartition, regionOnPage } from '../../aws/saml/access-portal.js';
import { regionsOf, sayRegion } from '../../aws/regions.js';
import type { MethodContext } from '../../core/method.js';
import { Problem, Refusal, cancelled, isProblem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { choice } from '../../core/interview/question.js';
import { inParallel } from './in-parallel.js';
import { askSsoRegion } from './session.js';
import { accountAccess } from './sign-in.js';

/** The most that a search for a portal takes, in milliseconds, and how many Regions are asked at once. */
const searchMs = 45_000;
const atOnce = 6;

/** The list's answers that are no Region. */
const unknown = ':unknown';
const another = ':another';
const otherAddress = ':address';

/** What was found out about a portal's Region so far. */
export interface FoundRegions {
  /** The one that its page names; null where it names none. */
  named?: string | null;
  /** Those that do not know it, and those that do. */
  readonly refused: Set<string>;
  readonly knowing: Set<string>;
}

/** Nothing is known yet. */
export function nothingFound(): FoundRegions {
  return { refused: new Set(), knowing: new Set() };
}

type RegionContext = Pick<MethodContext, 'ask' | 'aws' | 'isOfTeam' | 'region' | 'settingsProfile' | 'signal' | 'ui'>;

/**
 * The Region of a portal that nobody has said: the one that its page names, where it is on AWS's own host and somebody
 * of one's own chose its address; else a person's choice.
 * @param startUrl AWS's own address of the portal
 * @returns the Region; undefined where the person wants to give another address
 * @throws Problem `usage` where it is not found, and nobody is there
 */
export async function findPortalRegion(
  startUrl: string,
  found: FoundRegions,
  context: RegionContext,
): Promise<string | undefined> {
  const host = printable(new URL(startUrl).host, 200);
  // With nobody there a stranger's recipe makes this computer ask nothing.
  const mayAsk = context.ui.interactive || !context.isOfTeam('startUrl');
  const named = mayAsk ? await namedByPage(startUrl, found, context) : undefined;
  if (named !== undefined && !found.refused.has(named)) return named;
  if (!context.ui.interactive)
    throw new Problem('usage', `The Region of the access portal ${host} is not known.`, {
      hint: `Give it with ${withVariable('--sso-region')}.`,
    });
  context.ui.say(`The page of ${host} does not say in which Region its IAM Identity Center is.`);
  return await askPortalRegion(startUrl, found, context);
}

/** What the portal's page says, asked once; undefined where it is none of AWS's, or says nothing. */
async function namedByPage(
  startUrl: string,
  found: FoundRegions,
  { aws, signal, ui }: RegionContext,
): Promise<string | undefined> {
  const url = new URL(startUrl);
  if (accessPortal(url) === undefined) return undefined;
  if (found.named === undefined)
    found.named = await ui.step(`Asking ${printable(url.host, 200)} for its Region`, async (progress) => {
      const page = await unlessNetwork(() => aws.portalPage(startUrl, { signal }));
      const region = page === undefined ? undefined : regionOnPage(page, url.hostname);
      if (region !== undefined) progress.done(`The portal's page names its Region: ${sayRegion(region)}`);
      return region ?? null;
    });
  return found.named ?? undefined;
}

/**
 * Lets a person choose a portal's Region from those of its partition, marked with what was found out about each.
 * @returns undefined where the person wants to give another address
 */
export async function askPortalRegion(
  startUrl: string,
  found: FoundRegions,
  context: RegionContext,
): Promise<string | undefined> {
  const named = await namedByPage(startUrl, found, context);
  const partition = portalPartition(new URL(startUrl).hostname);
  for (;;) {
    const left = regionsOf(partition).filter(({ name }) => !found.refused.has(name) && !found.knowing.has(name));
    const picked = await context.ask('portalRegion', portalRegion, {
      again: true,
      choices: () => choicesOf(partition, left.length, found),
      fallback: () =>
        [named, ...found.knowing].find((name) => name !== undefined && !found.refused.has(name)) ?? unknown,
    });
    if (picked === otherAddress) return undefined;
    if (picked === another) return await askSsoRegion(context);
    if (picked !== unknown) return picked;
    const [only, ...more] = await searchRegions(startUrl, left, found, context);
    if (only !== undefined && more.length === 0) return only;
  }
}

const portalRegion = choice({
  message: 'In which Region is your IAM Identity Center?',
  help: 'Region of the access portal',
  shareable: false,
  note: 'It need not be the Region of the repository.',
  choices: () => [],
});

function choicesOf(partition: string, left: number, { named, refused, knowing }: FoundRegions) {
  const marked = (name: string): string =>
    refused.has(name)
      ? '  (tried: it does not know this portal)'
      : knowing.has(name)
        ? '  (it knows this portal)'
        : name === named
          ? "  (named by the portal's page)"
          : '';
  const search = {
    value: unknown,
    name: `I do not know: ask AWS in ${left === 1 ? 'the Region' : `each of the ${left} Regions`} that may be it`,
  };
  return [
    ...(left > 0 ? [search] : []),
    ...regionsOf(partition).map(({ name, place }) => ({ value: name, name: `${name}  ${place}${marked(name)}` })),
    { value: another, name: 'Another Region, by its name' },
    { value: otherAddress, name: "The portal's address is another" },
  ];
}

/**
 * Asks SSO-OIDC of each Region whether it knows a portal: by a device authorization that nobody will ever confirm. A few
 * at a time, and for 45 seconds at most.
 * @returns the Regions that know it
 */
async function searchRegions(
  startUrl: string,
  candidates: readonly { readonly name: string }[],
  found: FoundRegions,
  context: RegionContext,
): Promise<readonly string[]> {
  const title = `Asking IAM Identity Center in ${candidates.length} Regions for this portal`;
  // Ctrl-C ends the step at once: what it waits for must end too.
  const stop = new AbortController();
  const late = AbortSignal.timeout(searchMs);
  const signal = AbortSignal.any([context.signal, stop.signal, late]);
  let asked = 0;
  try {
    await context.ui.step(title, async (progress) => {
      await inParallel(candidates, atOnce, context.signal, async ({ name }) => {
        const knows = late.aborted ? undefined : await knowsPortal(startUrl, name, signal, context);
        if (knows !== undefined) (knows ? found.knowing : found.refused).add(name);
        asked += 1;
        progress.update(`${title}: ${asked} asked`);
      });
      if (context.signal.aborted) throw cancelled();
    });
  } finally {
    stop.abort();
  }
  const knowing = [...found.knowing];
  if (knowing.length === 0)
    context.ui.warn('No Region knows this portal. Check its address; or those that did not answer may know it.');
  else context.ui.say(`It is known in ${knowing.map(sayRegion).join('; ')}.`);
  return knowing;
}

/** Undefined where the Region did not answer. */
async function knowsPortal(
  startUrl: string,
  region: string,
  signal: AbortSignal,
  { aws, settingsProfile: profile }: RegionContext,
): Promise<boolean | undefined> {
  try {
    const oidc = await aws.ssoOidc({ region, profile, signal });
    const registration = await oidc.registerClient({ startUrl, scopes: [accountAccess] });
    await oidc.startDeviceAuthorization(registration, startUrl);
    return true;
  } catch (error) {
    if (!isProblem(error)) throw error;
    return error instanceof Refusal && error.facts.code.startsWith('InvalidRequest') ? false : undefined;
  }
}

/** What a page that is not to be had says: nothing. */
async function unlessNetwork<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isProblem(error, 'network')) return undefined;
    throw error;
  }
}
