import { codeCommitRegions, gitHost, parseGitHost } from '../aws/codecommit/hosts.js';
import type { GitHost } from '../aws/codecommit/hosts.js';
import { parseRepository, repositoryUrl } from '../aws/codecommit/repository.js';
import type { RepositoryHint } from '../aws/codecommit/repository.js';
import { parseRegionName } from '../aws/regions.js';
import type { Interview } from '../core/interview/interview.js';
import { Problem } from '../core/problem.js';
import type { Ui } from '../core/ports/ui.js';
import { optional, parsed, text } from '../core/interview/question.js';
import type { AnswersOf } from '../core/interview/question.js';

/** What is to be cloned, as far as it is known, and where Git finds it. */
export interface Target {
  readonly region: string;
  readonly partition: string;
  /** The Git host: standard, FIPS or VPC endpoint. */
  readonly host: string;
  /** The repository's name, if there is one yet. */
  readonly name: string | undefined;
  /** Its HTTPS URL. */
  readonly url: string | undefined;
  /** The profile that a `codecommit://PROFILE@…` URL named. */
  readonly profile: string | undefined;
  /** The account that an ARN named. */
  readonly account: string | undefined;
}

const repository = {
  ...optional(
    parsed({
      message: 'What do you want to clone?',
      help: 'repository to set up: a name, or a URL of any form',
      shareable: true,
      parse: parseRepository,
      note: 'A clone URL, a codecommit:: URL or a name. Leave it empty if you do not know yet.',
    }),
  ),
  valueName: 'NAME|URL',
};

const region = {
  ...text({
    message: 'Which AWS Region is it in?',
    help: 'AWS Region of the repository',
    shareable: true,
    parse: parseRegion,
    note: 'From your administrator, for example eu-west-1.',
    // That of the profile whose keys sign, as with `aws --profile`; AWS_PROFILE is a guess where none was named.
    fallback: (_known, { env, profiles, signer = env['AWS_PROFILE'] ?? 'default' }) =>
      env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? profiles.find(({ name }) => name === signer)?.region,
  }),
  valueName: 'REGION',
};

const host = {
  ...optional(
    parsed({
      message: 'VPC endpoint',
      help: 'Git host of a VPC endpoint',
      shareable: true,
      parse: parseHost,
      asked: 'advanced',
      note: 'For example vpce-0a1b2c3d4e5f67890-abcdefgh.git-codecommit.us-east-1.vpce.amazonaws.com',
    }),
  ),
  valueName: 'HOST',
};

/** The questions about what is to be cloned, in order. */
export const targetQuestions = { repository, region, host };

export type TargetAnswers = AnswersOf<typeof targetQuestions>;

/**
 * Asks what to clone, in the words of `first` and `where` where a command has its own; Region, partition, FIPS or VPC host and name are taken from it and not asked again.
 * @returns undefined where the Region is missing and nobody is there to ask; the interview has noted it
 */
export async function askTarget(
  interview: Interview<TargetAnswers>,
  {
    ui,
    advanced,
    first = repository,
    where: regionQuestion = region,
  }: {
    ui: Pick<Ui, 'interactive' | 'say' | 'warn'>;
    advanced: boolean;
    first?: typeof targetQuestions.repository;
    where?: typeof targetQuestions.region;
  },
): Promise<Target | undefined> {
  const given = await interview.all({ repository: first, host }, { advanced });
  given.repository?.notes.forEach((note) => ui.say(note));
  const answers = await inOneRegion(given, interview, ui);
  const hint = answers.repository;
  const known = answers.host?.region ?? hint?.region;
  const where = known ?? (await interview.one('region', regionQuestion));
  if (where === undefined) return undefined;
  const gitAddress = answers.host ?? parseGitHost(hint?.host ?? gitHost(where));
  if (gitAddress === undefined) throw new Problem('usage', `There is no CodeCommit host in ${where}.`);
  if (!codeCommitRegions.includes(gitAddress.region))
    ui.warn(`CodeCommit is not known to be in ${gitAddress.region}: if what follows fails, look at the Region again.`);
  return targetAt(gitAddress, hint);
}

type Place = Pick<TargetAnswers, 'repository' | 'host'>;

/**
 * Where two answers name two Regions, a person says which one counts; the others are taken to be in it, or dropped.
 * @throws Problem `usage` where nobody is there to say
 */
async function inOneRegion(
  { repository: hint, host: endpoint }: Place,
  interview: Interview<TargetAnswers>,
  ui: Pick<Ui, 'interactive' | 'warn'>,
): Promise<Place> {
  const sayings = [
    { place: endpoint?.region, by: 'the VPC endpoint (--host)' },
    { place: hint?.region, by: 'the repository' },
    { place: await interview.given('region', region), by: '--region' },
  ].filter((one): one is { place: string; by: string } => one.place !== undefined);
  const places = [...new Set(sayings.map(({ place }) => place))];
  if (places.length < 2) return { repository: hint, host: endpoint };
  const message = `These name different Regions: ${sayings.map(({ place, by }) => `${by} ${place}`).join(', ')}.`;
  if (!ui.interactive) throw new Problem('usage', message, { hint: 'Leave out the one that is wrong.' });
  ui.warn(message);
  const chosen = await interview.once(`one of ${places.join(' ')}`, {
    kind: 'choice',
    message: 'Which Region is right?',
    choices: places.map((place) => ({
      value: place,
      name: `${place}, as ${sayings
        .filter((one) => one.place === place)
        .map(({ by }) => by)
        .join(' and ')} says`,
    })),
  });
  if (endpoint !== undefined && endpoint.region !== chosen) interview.learn('host', undefined, '');
  if (hint?.region !== undefined && hint.region !== chosen) {
    const { name } = hint;
    const url = name === undefined ? undefined : repositoryUrl({ region: chosen, name });
    interview.learn('repository', { ...hint, region: chosen, host: undefined, url, notes: [] }, url);
  }
  interview.learn('region', chosen, chosen);
  return { repository: interview.known.repository, host: interview.known.host };
}

function targetAt(host: GitHost, hint: RepositoryHint | undefined): Target {
  return {
    region: host.region,
    partition: host.partition,
    host: host.host,
    name: hint?.name,
    url:
      hint?.name === undefined ? undefined : repositoryUrl({ region: host.region, host: host.host, name: hint.name }),
    profile: hint?.profile,
    account: hint?.account,
  };
}

function parseRegion(raw: string): string {
  const name = parseRegionName(raw);
  gitHost(name);
  return name;
}

function parseHost(raw: string): GitHost {
  const host = parseGitHost(raw.trim());
  if (host !== undefined) return host;
  throw new Problem('usage', 'Not a Git host of CodeCommit.', {
    hint: 'A VPC endpoint looks like vpce-0a1b2c3d4e5f67890-abcdefgh.git-codecommit.us-east-1.vpce.amazonaws.com.',
  });
}
