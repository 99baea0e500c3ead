import type { Interview } from '../core/interview/interview.js';
import type { LocalFacts } from '../core/local-facts.js';
import type { AnyMethod } from '../core/method.js';
import type { OtherMethod } from '../core/other-method.js';
import type { Ui } from '../core/ports/ui.js';
import { choice } from '../core/interview/question.js';
import type { Question } from '../core/interview/question.js';
import { unknownMethod } from '../core/interview/unknown-word.js';
import { helpMeChoose } from './help-me-choose.js';
import { pointedTo } from './pointed-to.js';

const yours = 'How do you sign in?';
const needHelp = 'help';

/** "How do you sign in?", with every method there is. */
function methodQuestion(
  methods: readonly AnyMethod[],
  { message = yours, likely = [] }: Pick<MethodChoice, 'message' | 'likely'> = {},
): Question<string> {
  const ids = methods.map((method) => method.id);
  return {
    ...choice({
      message,
      help: `how to sign in: ${ids.join(', ')}`,
      shareable: true,
      parse: (raw) => {
        if (raw === needHelp || ids.includes(raw)) return raw;
        throw unknownMethod(raw, ids);
      },
      choices: (_known, localFacts) => [
        ...suggested(methods, localFacts, likely).map(({ method, because }) => ({
          value: method.id,
          name: `${method.title} (${method.term})`,
          ...(because !== undefined && { description: because }),
        })),
        { value: needHelp, name: 'Help me choose' },
      ],
    }),
    valueName: 'ID',
  };
}

/** Looks at a method that a flag names, before anything is asked. @throws Problem `usage` where it is none */
export async function checkNamedMethod(
  interview: Interview<{ method: string }>,
  methods: readonly AnyMethod[],
): Promise<void> {
  await interview.given('method', methodQuestion(methods));
}

/** A line of the menu, and why it stands where it does. */
interface Suggested {
  readonly method: AnyMethod;
  readonly because?: string | undefined;
}

/**
 * What was given points to stands first, then what this computer speaks for, then what it points to; a method that it
 * would have to speak for, and does not, is left out.
 */
function suggested(
  methods: readonly AnyMethod[],
  localFacts: LocalFacts,
  likely: readonly string[],
): readonly Suggested[] {
  const possible = methods.filter(({ id, fits }) => likely.includes(id) || (fits?.(localFacts) ?? true));
  const pointers = pointedTo(localFacts);
  const of = (id: string): readonly AnyMethod[] => possible.filter((method) => method.id === id);
  const all: readonly Suggested[] = [
    ...likely.flatMap(of).map((method) => ({ method })),
    ...possible
      .filter(({ fits }) => fits?.(localFacts) === true)
      .map((method) => ({ method, because: 'They are in this terminal.' })),
    ...pointers.flatMap(({ method: id, because }) => of(id).map((method) => ({ method, because }))),
    ...possible.map((method) => ({ method })),
  ];
  return all.filter(({ method }, index) => all.findIndex((one) => one.method === method) === index);
}

/** What is known of the choice before it is made. */
export interface MethodChoice {
  /** The question, where it is about others than whoever is asked. */
  readonly message?: string | undefined;
  /** The methods that what was given points to: the menu begins with them. */
  readonly likely?: readonly string[] | undefined;
  /** Whether somebody may have been given nothing, and is helped to ask for it. */
  readonly offersNothing?: boolean | undefined;
}

/**
 * The method that was named or picked; undefined where nobody said and nobody is there to ask.
 * @throws NothingGiven where that is offered and chosen
 */
export async function chooseMethod(
  interview: Interview<{ method: string }>,
  methods: readonly AnyMethod[],
  ui: Pick<Ui, 'ask' | 'say' | 'interactive'>,
  { message, likely, offersNothing = false }: MethodChoice = {},
): Promise<AnyMethod | undefined> {
  const question = methodQuestion(methods, { message, likely });
  let id = await interview.one('method', question);
  for (let round = 1; id === needHelp && ui.interactive; round += 1) {
    const found = await helpMeChoose(
      methods,
      {
        say: (text) => ui.say(text),
        ask: (prompt) => interview.once(`help ${String(round)}: ${prompt.message}`, prompt),
      },
      { offersNothing },
    );
    if (found !== undefined) interview.learn('method', found, found);
    id = found ?? (await interview.now('method', question, { again: true }));
  }
  return methods.find((method) => method.id === id);
}

/** Offers the methods that an answer belongs to instead; any method where the answer did not say. */
export async function chooseInstead(
  other: OtherMethod,
  methods: readonly AnyMethod[],
  interview: Interview<{ method: string }>,
  ui: Pick<Ui, 'ask' | 'say' | 'warn' | 'interactive'>,
): Promise<AnyMethod> {
  if (!ui.interactive) throw other;
  ui.warn(other.message);
  const fitting = other.methods.length === 0 ? methods : methods.filter((method) => other.methods.includes(method.id));
  const [only] = fitting;
  const picked =
    fitting.length === 1 && only !== undefined
      ? only.id
      : await interview.now('method', methodQuestion(fitting), { again: true });
  interview.learnFrom(other);
  const method = methods.find(({ id }) => id === picked);
  if (method === undefined) return await chooseInstead(other, methods, interview, ui);
  interview.learn('method', method.id, method.id);
  return method;
}
