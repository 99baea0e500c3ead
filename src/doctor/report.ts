import { commandLine, sayText } from '../core/advice/say.js';
import type { CommandForm } from '../core/advice/say.js';
import type { Finding, DiagnosisFacts } from './check.js';
import type { ConfigEntry } from '../git/config/entries.js';
import { harmlessSetting, withoutQuotedSettings } from './harmless-settings.js';
import { unseen } from './beyond-checks.js';

/** What a support bundle is made from. */
export interface ReportFacts {
  readonly findings: readonly Finding[];
  readonly facts: DiagnosisFacts;
  /** By name, in the order of printing. */
  readonly versions: Readonly<Record<string, string>>;
  readonly date: string;
  readonly form: CommandForm;
}

/** The first line of every report, by which an older one is known and may be replaced. */
export const reportTitle = 'git codecommit doctor: report';

/** Writes down what was found, not yet redacted. Of variables only the names, of recipes only the method. */
export function writeReport({ findings, facts, versions, date, form }: ReportFacts): string {
  const { recipe, keys, keysFrom, entries, rewrites, foreign, env } = facts;
  const quoted = [...entries, ...rewrites, ...foreign];
  return [
    reportTitle,
    `made ${date}`,
    ...part(
      'Versions',
      Object.entries(versions).map(([name, version]) => `${name}: ${version}`),
    ),
    ...part('What was looked at', [
      `URL: ${facts.url ?? 'none'}`,
      `profile: ${facts.profile ?? 'none'}`,
      `signs in by: ${recipe?.method ?? 'unknown'}`,
      `Region: ${facts.region ?? 'unknown'}`,
      'keys: ' +
        (keys === undefined
          ? keysFrom === 'aws-cli'
            ? 'from the AWS CLI'
            : 'none'
          : `${keys.sessionToken === undefined ? 'long-term' : 'temporary'}, from ` + `the ${keysFrom ?? 'profile'}`),
    ]),
    ...part(
      'Findings',
      findings.flatMap(({ id, level, detail, fix }) => [
        `${level.padEnd(4)} ${id}: ${withoutQuotedSettings(sayText(detail, form), quoted)}`,
        ...(fix === undefined || level === 'ok'
          ? []
          : [`     → ${withoutQuotedSettings(commandLine(fix, form), quoted)}`]),
      ]),
    ),
    ...part(
      'What cannot be seen from here',
      unseen.map(({ cause, ask }) => `${cause}: ${sayText(ask, form)}`),
    ),
    ...part('Git settings about credentials and HTTP', [...entries, ...rewrites].map(settingLine)),
    ...part(
      'Variables that are set (names only)',
      Object.keys(env)
        .filter(
          (name) =>
            /^(?:AWS_|GIT_|HTTPS?_PROXY$|NO_PROXY$|ALL_PROXY$|SSL_CERT|NODE_)/i.test(name) && env[name] !== undefined,
        )
        .sort(),
    ),
    '',
  ].join('\n');
}

function part(title: string, lines: readonly string[]): readonly string[] {
  return ['', `## ${title}`, ...(lines.length === 0 ? ['none'] : lines)];
}

function settingLine({ scope, origin, key, value }: ConfigEntry): string {
  return `${scope ?? ''} ${origin}  ${harmlessSetting({ key, value }).replace(/\n/g, '\\n')}`.trim();
}
