import { isAbsolute, join } from 'node:path';
import { parseRepository } from '../../aws/codecommit/repository.js';
import { Problem, isProblem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { isoSeconds } from '../../core/text/time.js';
import type { Ports } from '../../core/ports/ports.js';
import { hideSecrets } from '../../core/text/hide-secrets.js';
import type { Diagnosis } from '../../doctor/cause.js';
import { redact, type KnownNames } from '../../doctor/redact.js';
import { reportTitle, writeReport } from '../../doctor/report.js';
import type { Stores } from '../../stores/stores.js';

type ReportPorts = Pick<
  Ports,
  'files' | 'form' | 'git' | 'clock' | 'program' | 'platform' | 'homeDirectory' | 'userName' | 'cwd' | 'ui'
>;

/**
 * Saves what was found for whoever helps, mode 0600, and shows it: nobody should send what they have not read.
 * @throws Problem `file` where something else stands in that place
 */
export async function saveReport(
  file: string,
  { facts, findings }: Diagnosis,
  ports: ReportPorts,
  stores: Pick<Stores, 'profiles' | 'recipes'>,
): Promise<void> {
  const path = isAbsolute(file) ? file : join(ports.cwd, file);
  const raw = writeReport({
    facts,
    findings,
    versions: await versionsOf(ports),
    date: isoSeconds(ports.clock.now()),
    form: ports.form,
  });
  const text = redact(printableLines(hideSecrets(raw)), await namesIn({ facts, findings }, ports, stores));
  await ports.files.edit(
    path,
    (before) => {
      if (before === undefined || before === '' || before.startsWith(reportTitle))
        return Buffer.from(text).toString('latin1');
      throw new Problem('file', `${path} is there already, and is no report.`, {
        hint: 'Give --report the name of a new file.',
      });
    },
    { links: 'refused' },
  );
  ports.ui.heading(`Saved in ${path}`);
  ports.ui.show(text);
  ports.ui.say(
    'Secrets were left out; account numbers, key ids and names were replaced. Read it once before you send it.',
  );
}

async function versionsOf({ git, program, platform }: ReportPorts): Promise<Readonly<Record<string, string>>> {
  return {
    'git-codecommit': program.version,
    Node: process.version,
    Git: await said(git, ['version']),
    'AWS CLI': await said(git, ['-c', 'alias.aws-version=!aws --version', 'aws-version']),
    system: `${platform} ${process.arch}`,
  };
}

async function said(git: ReportPorts['git'], args: readonly string[]): Promise<string> {
  try {
    const { code, stdout } = await git.run(args, { timeoutMs: 20_000 });
    return code === 0 ? stdout.trim() : 'not found';
  } catch (error) {
    if (isProblem(error)) return error.message;
    throw error;
  }
}

/** Each line on its own, for none may forge another. */
function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line, 4000))
    .join('\n');
}

async function namesIn(
  { facts }: Diagnosis,
  { homeDirectory, userName, cwd }: ReportPorts,
  { profiles, recipes }: Pick<Stores, 'profiles' | 'recipes'>,
): Promise<KnownNames> {
  const repository = nameOf(facts.cleanUrl);
  const known = [
    ...(await profiles.list()).map(({ name }) => name),
    ...(await recipes.list()),
    facts.profile ?? '',
    facts.owner ?? '',
  ];
  return {
    home: [homeDirectory],
    folder: cwd === homeDirectory ? [] : [cwd],
    profile: [...new Set(known)].filter((name) => !ownWords.test(name) && name !== repository),
    repository: repository === undefined ? [] : [repository],
    user: ownWords.test(userName) ? [] : [userName],
  };
}

/** As names they would make the report unreadable, and say nothing of anybody. */
const ownWords = /^(default|environment|codecommit|git|aws)$/;

function nameOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : parseRepository(url).name;
}
