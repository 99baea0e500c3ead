import { parseRegionName } from '../../aws/regions.js';
import { accessPortal, isSamePortal } from '../../aws/saml/access-portal.js';
import type { MethodContext } from '../../core/method.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { onOff, parsed, text } from '../../core/interview/question.js';
import type { Known, Question } from '../../core/interview/question.js';
import type { LocalFacts } from '../../core/local-facts.js';
import { isVanity } from './resolve.js';
import type { Portal } from './resolve.js';

type KnownSsoSession = LocalFacts['ssoSessions'][number];

/** The menu's answer that names no session. */
const anotherPortal = ':another';

const ssoSession: Question<string | undefined, 'choice'> = {
  ...parsed<string | undefined>({
    message: 'Which access portal?',
    help: 'sign-in that an [sso-session] in ~/.aws/config describes',
    parse: (raw) => (raw.trim() === '' || raw.trim() === anotherPortal ? undefined : raw.trim()),
    shareable: false,
    choices: (_known, { ssoSessions }) =>
      ssoSessions.length === 0
        ? []
        : [...ssoSessions.map(sessionChoice), { value: anotherPortal, name: 'Another one' }],
  }),
  kind: 'choice',
  valueName: 'NAME',
};

const startUrl = {
  ...text({
    message: 'Address of your access portal (start URL)',
    help: 'start URL of the access portal',
    shareable: true,
    leadsTo: (address) => new URL(address).host,
    parse: parseStartUrl,
    note: 'From your administrator, for example https://d-1234567890.awsapps.com/start',
    insteadOf: 'ssoSession',
    when: (known) => known.ssoSession === undefined,
    fallback: (_known, { profiles }) => profiles.find((profile) => profile.ssoStartUrl !== undefined)?.ssoStartUrl,
  }),
  valueName: 'URL',
};

const ssoRegion = {
  ...text({
    message: 'Region of your IAM Identity Center',
    help: "AWS Region of the IAM Identity Center, which need not be the repository's",
    shareable: true,
    parse: parseRegionName,
    note: 'From your administrator, for example eu-west-1; the repository may be in another.',
    when: (known) => known.startUrl !== undefined,
    // Found out once that is agreed to, and asked only where it cannot be.
    asked: 'on-demand',
    fallback: regionOfPortal,
  }),
  valueName: 'REGION',
};

const addSsoSession = onOff({
  message: 'Write this portal into ~/.aws/config too, so that the AWS CLI shares the sign-in?',
  help: 'add the portal to ~/.aws/config as an [sso-session], so that the AWS CLI shares the sign-in',
  asked: 'advanced',
  shareable: false,
  when: ({ startUrl: address, ssoRegion: region }, localFacts) =>
    typeof address === 'string' && sameSession(address, region, localFacts) === undefined,
});

/** Which access portal: one that AWS's config file knows, or another. */
export const sessionQuestions = { ssoSession, startUrl, ssoRegion, addSsoSession };

interface SsoSessionAnswers {
  readonly ssoSession?: string | undefined;
  readonly startUrl?: string | undefined;
  readonly ssoRegion?: string | undefined;
  readonly addSsoSession?: boolean | undefined;
}

/** The portal to sign in to. */
export interface ChosenSsoSession {
  readonly session: Portal;
  /** Set where the user wants it written into AWS's config file. */
  readonly added: (Portal & { readonly name: string }) | undefined;
}

/**
 * The access portal that the answers mean. An address that an `[sso-session]` names is that session, so that its
 * token is shared with the AWS CLI; but not where that session is of another Region, for a portal may serve several.
 * @throws Problem `usage` for a session that the config file does not have
 */
export function chosenSession(
  answers: SsoSessionAnswers,
  { localFacts, remembered }: Pick<MethodContext, 'localFacts' | 'remembered'>,
): ChosenSsoSession {
  const {
    ssoSession: name,
    startUrl: address = remembered('startUrl'),
    ssoRegion: region = remembered('ssoRegion'),
  } = answers;
  const known = name === undefined ? undefined : localFacts.ssoSessions.find((session) => session.name === name);
  if (known?.startUrl !== undefined && known.region !== undefined) {
    // Where a company's own address led is remembered; the session need not say so.
    const led = isVanity(known.startUrl) ? remembered('ssoRegion') : undefined;
    return { session: { ...known, startUrl: known.startUrl, region: led ?? known.region }, added: undefined };
  }
  if (address === undefined || (name !== undefined && region === undefined)) throw notThere(name ?? '', known);
  return portalAt(address, region, answers, localFacts);
}

/** The portal of an address, in a Region that may still be unknown. */
export function portalAt(
  address: string,
  region: string | undefined,
  { ssoSession: name, addSsoSession }: SsoSessionAnswers,
  localFacts: LocalFacts,
): ChosenSsoSession {
  const same = name === undefined ? sameSession(address, region, localFacts) : undefined;
  if (same?.startUrl !== undefined) return { session: { ...same, startUrl: same.startUrl, region }, added: undefined };
  const session = { startUrl: spelling(address, localFacts), region };
  if (addSsoSession !== true) return { session: { ...session, ...(name !== undefined && { name }) }, added: undefined };
  const added = { ...session, name: newName(address, localFacts) };
  return { session: added, added };
}

/** Asks for the portal's address once more, with what was said before as the suggestion. */
export async function askStartUrl(before: string, { ask }: Pick<MethodContext, 'ask'>): Promise<string> {
  return await ask('startUrl', startUrl, { again: true, fallback: () => before });
}

/** Asks for the name of the portal's Region. */
export async function askSsoRegion({ ask }: Pick<MethodContext, 'ask'>): Promise<string> {
  return await ask('ssoRegion', ssoRegion, { again: true, fallback: () => undefined });
}

function notThere(name: string, known: KnownSsoSession | undefined): Problem {
  const what = `[sso-session ${printable(name, 100)}]`;
  const message = known
    ? `${what} in ~/.aws/config lacks sso_start_url or sso_region.`
    : `There is no ${what} in ~/.aws/config.`;
  return new Problem('usage', message, { hint: 'Give --start-url and --sso-region instead.', question: 'ssoSession' });
}

function sessionChoice({ name, startUrl: address }: KnownSsoSession): {
  value: string;
  name: string;
  description: string | undefined;
} {
  return {
    value: name,
    name: printable(name, 60),
    description: address === undefined ? undefined : printable(address, 100),
  };
}

/** The session of this address, in this Region where one is said. */
function sameSession(address: string, region: unknown, { ssoSessions }: LocalFacts): KnownSsoSession | undefined {
  const ofAddress = ssoSessions.filter((session) => isSamePortal(session.startUrl, address));
  return region === undefined
    ? ofAddress[0]
    : (ofAddress.find((session) => session.region === region) ??
        ofAddress.find((session) => session.region === undefined));
}

/** A profile without a session finds its token by the address exactly as it is written there. */
function spelling(address: string, { profiles }: LocalFacts): string {
  return profiles.find((profile) => isSamePortal(profile.ssoStartUrl, address))?.ssoStartUrl ?? address;
}

/** Takes what people copy out of the browser: `…/start/#/`, `…/start#/?tab=accounts`, `…/login`, the host alone. */
function parseStartUrl(raw: string): string {
  const given = raw.trim();
  const address = given.includes('://') ? given : `https://${given}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' || !url.hostname.includes('.')) {
    throw new Problem(
      'usage',
      'Not the address of an access portal: it looks like https://d-1234567890.awsapps.com/start.',
    );
  }
  return accessPortal(url)?.startUrl ?? `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** What config or the address itself says: `https://ssoins-….eu-west-1.portal.amazonaws.com`. */
export function regionOfPortal(known: Known, localFacts: LocalFacts): string | undefined {
  const address = String(known.startUrl);
  const profile = localFacts.profiles.find((one) => isSamePortal(one.ssoStartUrl, address));
  return (
    sameSession(address, undefined, localFacts)?.region ?? profile?.ssoRegion ?? accessPortal(new URL(address))?.region
  );
}

/** A name that is not taken: `https://corp.awsapps.com/start` is `corp`. */
function newName(address: string, { ssoSessions }: LocalFacts): string {
  const wanted = (new URL(address).hostname.split('.')[0] ?? '').replace(/[^a-z0-9_-]/gi, '') || 'sso';
  const isTaken = (name: string): boolean => ssoSessions.some((session) => session.name === name);
  let name = wanted;
  for (let count = 2; isTaken(name); count += 1) name = `${wanted}-${count}`;
  return name;
}
