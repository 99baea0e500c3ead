import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { pagePlace } from '../partitions.js';
import { gitHost, parseGitHost, type GitHost } from './hosts.js';

/** What could be read from the thing that people hold in their hand. */
export interface RepositoryHint {
  readonly name?: string;
  readonly region?: string;
  /** Only where it is not the region's public host: FIPS, or an endpoint of a VPC. */
  readonly host?: string;
  readonly profile?: string;
  /** From an ARN. */
  readonly account?: string;
  /** The HTTPS clone URL, where name and region are known. */
  readonly url?: string;
  /** What was read differently from how it was written, and why; to be said to the user. */
  readonly notes: readonly string[];
}

type Found = Omit<RepositoryHint, 'notes' | 'url'>;
type Reader = (text: string, notes: string[]) => Found | undefined;

/**
 * A repository name: 1 to 100 of letters, digits and `._-`, not ending in `.git`. Source: CodeCommit user guide,
 * "Quotas".
 */
export function isRepositoryName(text: string): boolean {
  return /^[A-Za-z0-9._-]{1,100}$/.test(text) && !/\.git$/i.test(text) && text !== '.' && text !== '..';
}

/** The HTTPS clone URL. @param repository.host where it is not the region's public one */
export function repositoryUrl(repository: {
  readonly region: string;
  readonly host?: string | undefined;
  readonly name: string;
}): string {
  return `https://${repository.host ?? gitHost(repository.region)}/v1/repos/${repository.name}`;
}

/** A repository of a host, for what is the same of every one there. */
export function anyRepositoryUrl(host: string): string {
  return `https://${host}/v1/repos/any`;
}

/**
 * Reads what people were given: a clone URL (HTTPS or SSH), `codecommit::REGION://[PROFILE@]NAME`, an ARN, an address
 * of the AWS console, a whole `git clone` command, a bare name, or nothing.
 * @throws Problem `usage` when it is none of these
 */
export function parseRepository(text: string): RepositoryHint {
  const notes: string[] = [];
  const asked = text
    .trim()
    .replace(/^git\s+clone\s+/, '')
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  if (asked === '') return { notes };
  for (const read of [remoteHelperUrl, arn, consoleUrl, cloneUrl, bareName]) {
    const found = read(asked, notes);
    if (found) return complete(found, notes);
  }
  throw new Problem('usage', `'${printable(asked, 120)}' is no CodeCommit repository.`, {
    hint:
      'Give a clone URL (https://git-codecommit.REGION.amazonaws.com/v1/repos/NAME), or a repository ' +
      'name with --region.',
  });
}

/**
 * Whether Git could use a text as the URL of a repository: `https`, SSH, or git-remote-codecommit's own.
 * @throws Problem `usage` when it would be one but for its name or its region
 */
export function isRepositoryUrl(text: string): boolean {
  return (remoteHelperUrl(text, []) ?? cloneUrl(text, [])) !== undefined;
}

function complete(found: Found, notes: string[]): RepositoryHint {
  const { name, region, host } = found;
  return {
    ...found,
    ...(name !== undefined && region !== undefined && { url: repositoryUrl({ name, region, host }) }),
    notes,
  };
}

// The two forms of git-remote-codecommit (its README, "Cloning"): the first `@` ends the profile.
const remoteHelperUrl: Reader = (text) => {
  const [, region, longProfile, longName] = /^codecommit::([^:/]*):\/\/(?:([^@]+)@)?([^/]*)\/?$/.exec(text) ?? [];
  const [, profile = longProfile, name = longName] = /^codecommit:\/\/(?:([^@]+)@)?([^/]*)\/?$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  return {
    name: checkedName(name),
    ...(region !== undefined && { region: checkedRegion(region) }),
    ...(profile !== undefined && { profile }),
  };
};

const arn: Reader = (text) => {
  const [, region, account, name] = /^arn:[a-z-]+:codecommit:([^:]*):(\d{12}):(.*)$/.exec(text) ?? [];
  if (region === undefined || account === undefined || name === undefined) return undefined;
  return { name: checkedName(name), region: checkedRegion(region), account };
};

// https://REGION.console.aws.amazon.com/codesuite/codecommit/repositories/NAME/browse?region=REGION, with the session
// in front of the region when several are open, and the older …/codecommit/home?region=REGION#/repository/NAME/browse.
const consoleUrl: Reader = (text) => {
  const url = /^https?:/i.test(text) ? readUrl(text) : undefined;
  const place = url && pagePlace('console', url.hostname);
  if (!place || !/^\/(codesuite\/)?codecommit(\/|$)/.test(url.pathname)) return undefined;
  const [, name] =
    /^\/codesuite\/codecommit\/repositories\/([^/]+)/.exec(url.pathname) ??
    /^#\/?repository\/([^/]+)/.exec(url.hash) ??
    [];
  const region = url.searchParams.get('region') ?? place.region;
  return {
    ...(name !== undefined && name !== 'create' && { name: checkedName(name) }),
    ...(region !== undefined && { region: checkedRegion(region) }),
  };
};

const cloneUrl: Reader = (text, notes) => {
  const match = /^(?:(https?|ssh):\/\/)?(?:([^@/]*)@)?([^/@]+?)(?::?\/+|:)v1\/repos\/+([^/]*?)(\.git)?(\/*)$/i.exec(
    text,
  );
  const host = match && parseGitHost(match[3] ?? '');
  if (!match || !host) return undefined;
  const [, scheme = match[2] === undefined ? 'https' : 'ssh', user, , name = '', suffix, slashes] = match;
  noteDifferences({ scheme: scheme.toLowerCase(), user, suffix, slashes }, notes);
  return { name: checkedName(name), ...hostFacts(host) };
};

function noteDifferences(
  url: { scheme: string; user?: string | undefined; suffix?: string | undefined; slashes?: string | undefined },
  notes: string[],
): void {
  if (url.scheme === 'ssh')
    notes.push(
      'SSH needs a key that belongs to an IAM user: temporary credentials cannot use it, so the HTTPS URL is ' +
        'taken instead.',
    );
  else if (url.user !== undefined)
    notes.push('The user name in the URL was left out: with it, Git would not use temporary credentials.');
  if (url.scheme === 'http') notes.push('CodeCommit is served over https only.');
  if (url.suffix) notes.push("'.git' was left out: no CodeCommit repository has it in its name.");
  if (url.slashes) notes.push('The slash at the end was left out: CodeCommit does not take it.');
}

function hostFacts(host: GitHost): Found {
  return host.kind === 'public' && !host.fips ? { region: host.region } : { region: host.region, host: host.host };
}

const bareName: Reader = (text) => {
  const name = text.replace(/\.git$/i, '');
  return isRepositoryName(name) && !parseGitHost(name) ? { name } : bareHost(text);
};

function bareHost(text: string): Found | undefined {
  const host = parseGitHost(text.replace(/^https:\/\//i, '').replace(/\/(v1(\/(repos\/?)?)?)?$/, ''));
  return host && hostFacts(host);
}

function readUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function checkedName(name: string): string {
  if (isRepositoryName(name)) return name;
  throw new Problem(
    'usage',
    `'${printable(name, 120)}' is no repository name: 1 to 100 letters, digits, '.', '_' and '-', not ending in '.git'.`,
  );
}

function checkedRegion(region: string): string {
  gitHost(region);
  return region;
}
