import { sentence } from '../../../core/advice/advice.js';
import { setUp } from '../../../core/advice/own-commands.js';
import type { AnyMethod } from '../../../core/method.js';
import { GoBack } from '../../../core/go-back.js';
import { noAnswer } from '../../../core/interview/prompt-of.js';
import { isProblem } from '../../../core/problem.js';
import type { Problem } from '../../../core/problem.js';
import type { Ports } from '../../../core/ports/ports.js';
import { parseRepository } from '../../../aws/codecommit/repository.js';
import { nothingHanded } from '../../../interview/answer-source.js';
import type { Handed } from '../../../interview/answer-source.js';
import { targetQuestions } from '../../../interview/clone-target.js';
import { handOver } from '../../../interview/hand-over.js';
import type { HandOverPorts } from '../../../interview/hand-over.js';
import { isNothing, requestForAdministrator } from '../../../interview/given/nothing.js';
import { NothingGiven } from '../../../interview/given/nothing-given.js';
import { findSecrets } from '../../../interview/given/secrets.js';
import { mostGivenBytes, understand } from '../../../interview/given/understand.js';
import type { Understood } from '../../../interview/given/understand.js';
import type { FlagsBeside } from '../../../team/start-from-recipe.js';
import { again, refused } from './again.js';
import type { LocatePorts } from './locate-files.js';
import { sayUnused } from './say-unused.js';

type GivenPorts = LocatePorts & { readonly readText: Ports['readText']; readonly ui: GivenUi };
type GivenUi = Pick<Ports['ui'], 'ask' | 'heading' | 'interactive' | 'say' | 'table' | 'warn'>;

interface PortsWithWayBack extends GivenPorts {
  /** Puts the first question, behind which there may be none. */
  readonly first: Pick<Ports['ui'], 'ask'>;
}

type GivenQuestionPorts = LocatePorts & Pick<Ports, 'ui' | 'readText'>;

/** Every question behind the first one leads back to it. */
function withWayBack({ ui, readText, files, cwd, homeDirectory }: GivenQuestionPorts): PortsWithWayBack {
  return {
    first: ui,
    readText,
    files,
    cwd,
    homeDirectory,
    ui: {
      interactive: ui.interactive,
      ask: (prompt) => ui.ask({ ...prompt, back: true }),
      heading: (text) => ui.heading(text),
      say: (text) => ui.say(text),
      table: (rows, options) => ui.table(rows, options),
      warn: (text) => ui.warn(text),
    },
  };
}

export interface GivenQuestion {
  /** The repository of the clone that somebody stands in. */
  readonly suggestion: string | undefined;
  /** The flags beside it, which count more. */
  readonly flags: FlagsBeside;
  /** Filled with the answers to other questions. */
  readonly handed: Handed;
}

const message = 'What were you given?';
const note =
  'A repository, an address to sign in at, a role, a file of keys: a line, or paste the whole mail. Leave it empty if ' +
  'you do not know yet; "nothing" helps you ask.';

/** The same question, which can be come back to. */
interface Asked extends GivenQuestion {
  /** What was answered before, and what stands for it. */
  before: { readonly text: string; readonly shown: string } | undefined;
}

/** The question about the repository, in a setup: whatever somebody was given answers it, and others with it. */
export function givenQuestion(question: GivenQuestion, ports: GivenQuestionPorts): typeof targetQuestions.repository {
  const asked: Asked = { ...question, before: undefined };
  return {
    ...targetQuestions.repository,
    message,
    note,
    converse: () => askGiven(asked, withWayBack(ports)),
    fallback: () => question.suggestion,
  };
}

/**
 * Asks what somebody was given. What is understood is listed, what is not used is said; nothing is opened or asked of
 * anybody but the file that is named.
 * @returns the repository, as it was written; empty where it is not known
 * @throws NothingGiven
 */
async function askGiven(question: Asked, { first, ...ports }: PortsWithWayBack): Promise<string> {
  Object.assign(question.handed, nothingHanded());
  for (;;) {
    const { before } = question;
    const typed = await first.ask({
      kind: 'text',
      severalLines: true,
      hides: (raw) => findSecrets(raw).length > 0,
      message,
      note,
      suggestion: before?.shown ?? question.suggestion,
      check: (raw) => (raw === before?.shown ? undefined : whyNot(raw)),
    });
    const text = typed === before?.shown ? before.text : typed === noAnswer ? '' : typed;
    if (isNothing(text)) throw new NothingGiven();
    const repository = await answeredBy(text, question, ports);
    if (repository !== refused) question.before = rememberedText(text);
    if (typeof repository === 'string') return repository;
  }
}

/** @returns `refused` where nothing of it can be used, `again` where the person goes back to the first question */
async function answeredBy(
  text: string,
  question: GivenQuestion,
  ports: GivenPorts,
): Promise<string | typeof again | typeof refused> {
  try {
    return (await repositoryOf(text, question, ports)) ?? (await askRepository(ports));
  } catch (error) {
    if (error instanceof GoBack) return again;
    throw error;
  }
}

/** A secret is not kept for it; of several lines only how many they are is shown. */
function rememberedText(text: string): Asked['before'] {
  if (text === '' || findSecrets(text).length > 0) return undefined;
  const lines = text.split('\n').length;
  return { text, shown: lines === 1 ? text : `the ${lines} lines as before` };
}

/** Why one line cannot be taken; where a secret or several lines are in it, it is told below, and not shown again. */
function whyNot(text: string): string | undefined {
  if (text.includes('\n') || Buffer.byteLength(text) > mostGivenBytes || isNothing(text)) return undefined;
  const understood = understand(text);
  if (understood.given.length + understood.answers.length + understood.secrets.length > 0) return undefined;
  return understood.accessKeyIds > 0 ? undefined : refusalOf(text)?.message;
}

function refusalOf(text: string): Problem | undefined {
  try {
    parseRepository(text);
    return undefined;
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
}

/** @returns undefined where no repository is in it; `refused` where nothing of it can be used */
async function repositoryOf(
  text: string,
  question: GivenQuestion,
  ports: GivenPorts,
): Promise<string | undefined | typeof refused> {
  const { ui } = ports;
  if (Buffer.byteLength(text) > mostGivenBytes) {
    ui.warn(`That is more than ${mostGivenBytes / 1024} KiB. Paste the part that says how you sign in.`);
    return refused;
  }
  const understood = understand(text);
  const { given, answers, secrets, accessKeyIds } = understood;
  const [first] = given;
  const isPlain = answers.length + secrets.length + accessKeyIds + understood.unused.length === 0;
  if (isPlain && given.length === 0 && !text.includes('\n') && refusalOf(text) === undefined) return text;
  if (isPlain && given.length === 1 && first?.kind === 'repository' && understood.otherWords < 3) return first.value;
  sayVisible(understood, ui);
  if (given.length + answers.length === 0) {
    sayUnused(understood, ui);
    if (secrets.length + accessKeyIds === 0) ui.warn('Nothing in it has a form that is known here.');
    return refused;
  }
  const [{ takeGiven }, { methods }] = await Promise.all([
    import('./take-given.js'),
    import('../../../methods/index.js'),
  ]);
  return await takeGiven(understood, { ...question, methods: methods as readonly AnyMethod[] }, ports);
}

/** A secret is neither used nor shown: it is asked for where nothing is seen. */
function sayVisible({ secrets, accessKeyIds }: Understood, ui: Pick<Ports['ui'], 'say' | 'warn'>): void {
  const kinds = [...new Set(secrets.map(({ kind }) => kind))];
  if (kinds.length > 0) {
    ui.warn(
      `There is ${kinds.join(' and ')} in it, which is not used: it was visible here, and may be in what your ` +
        'terminal keeps. Have it replaced, as something that others may have seen.',
    );
    ui.say('Keys are asked for later, where nothing is shown, or taken out of a file: give its path here.');
  } else if (accessKeyIds > 0) ui.say('The access key is asked for later, its secret where nothing is shown.');
}

/** Something was given, but no repository. */
async function askRepository({ ui }: Pick<GivenPorts, 'ui'>): Promise<string> {
  const { repository } = targetQuestions;
  return await ui.ask({
    kind: 'text',
    message: repository.message,
    note: repository.note as string,
    check: (raw) => (raw === '' ? undefined : refusalOf(raw)?.message),
  });
}

/** The text for whoever administers AWS, for somebody who was given nothing, or not enough. */
export async function sayNothingGiven(
  known: Parameters<typeof requestForAdministrator>[0],
  ports: HandOverPorts & Pick<Ports, 'ui'>,
): Promise<void> {
  const { ui } = ports;
  ui.heading('Send this to whoever administers AWS where you work');
  await handOver(requestForAdministrator(known), 'request-for-codecommit.txt', ports);
  ui.say('');
  ui.say(
    sentence`When it comes back filled in, run \`${setUp()}\` and paste it at the first question. Nothing was set up.`,
  );
}
