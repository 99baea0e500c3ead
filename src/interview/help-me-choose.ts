import { joined, sentence } from '../core/advice/advice.js';
import { help } from '../core/advice/own-commands.js';
import type { AnyMethod } from '../core/method.js';
import type { Choice, Ui } from '../core/ports/ui.js';
import { NothingGiven } from './given/nothing-given.js';

/** A plain question: each answer names the methods that fit it, or leads to another question. */
interface PlainQuestion {
  readonly message: string;
  readonly answers: readonly PlainAnswer[];
}

interface PlainAnswer {
  readonly name: string;
  readonly leads: string | PlainQuestion;
}

/** Where the answer leads of somebody who has to ask first. */
const nothing = 'nothing';

const withKeys: PlainQuestion = {
  message: 'What were you told about them?',
  answers: [
    { name: 'I was given a role (arn:aws:iam::…:role/…) to use', leads: 'assume-role' },
    { name: 'I need a code from my phone or a little device', leads: 'session-token' },
    { name: 'They end after some hours and came with a session token', leads: 'keys' },
    { name: 'I am to hand out a limited session from them', leads: 'federation-token' },
    { name: 'Nothing: just the key', leads: 'session-token' },
  ],
};

const company: PlainQuestion = {
  message: 'What does the address you sign in at look like?',
  answers: [
    { name: 'https://….awsapps.com/start, or a page named "AWS access portal"', leads: 'identity-center' },
    { name: "My company's own page (Okta, Entra, ADFS, Keycloak, …), then AWS's console opens", leads: 'saml' },
    { name: 'https://….signin.aws.amazon.com or the AWS console itself', leads: 'console-login' },
    { name: 'Our own OpenID Connect provider', leads: 'web-identity' },
  ],
};

const withRole: PlainQuestion = {
  message: 'What do you sign in with before you take the role?',
  answers: [
    { name: 'An access key, or a profile of the AWS CLI', leads: 'assume-role' },
    { name: "My company's own page (Okta, Entra, ADFS, Keycloak, …)", leads: 'saml' },
    { name: 'Our own OpenID Connect provider', leads: 'web-identity' },
    { name: 'https://….awsapps.com/start, or a page named "AWS access portal"', leads: 'identity-center' },
  ],
};

const start: PlainQuestion = {
  message: 'What do you have in hand?',
  answers: [
    {
      name: 'An access key, or its accessKeys.csv: two long texts, the first begins with AKIA or ASIA',
      leads: withKeys,
    },
    { name: 'An address: a sign-in page of my company, or an AWS access portal', leads: company },
    { name: 'A role: its ARN (arn:aws:iam::…:role/…), or a link that switches to it', leads: withRole },
    { name: 'A user name and a password for the AWS console', leads: 'console-login' },
    {
      name: "A Google, Amazon or Facebook account, or an app's user name",
      leads: {
        message: 'Were you given an identity pool id (region:12345678-…)?',
        answers: [
          { name: 'Yes', leads: 'cognito' },
          { name: 'No', leads: 'web-identity' },
        ],
      },
    },
    { name: 'Nothing: this computer runs inside AWS', leads: 'instance' },
    { name: 'A command, or a profile of the AWS CLI that works already', leads: 'process' },
    { name: 'Nothing: this terminal, job or pod has credentials in its environment', leads: 'environment' },
    { name: "Nothing but the repository's address, or nothing at all", leads: nothing },
  ],
};

/**
 * Two or three plain questions that end in a method.
 * @param options.offersNothing whether one of the answers is that nothing was given
 * @returns the method's id; undefined where the answers lead to none, so that the menu opens again
 * @throws NothingGiven
 */
export async function helpMeChoose(
  methods: readonly AnyMethod[],
  ui: Pick<Ui, 'ask' | 'say'>,
  { offersNothing = false }: { readonly offersNothing?: boolean } = {},
): Promise<string | undefined> {
  const known = new Set([...methods.map((method) => method.id), ...(offersNothing ? [nothing] : [])]);
  let question = reachable(start, known);
  for (;;) {
    const { answers, message } = question;
    const choices: Choice[] = answers.map(({ name }, index) => ({ value: String(index), name }));
    const picked = await ui.ask({
      kind: 'choice',
      message,
      choices: [...choices, { value: 'none', name: 'None of these' }],
    });
    const leads = answers[Number(picked)]?.leads;
    if (leads === nothing) throw new NothingGiven();
    if (typeof leads !== 'object') return announce(leads, methods, ui);
    question = leads;
  }
}

/** The question without the answers that lead to methods there are not. */
function reachable(question: PlainQuestion, known: ReadonlySet<string>): PlainQuestion {
  const answers = question.answers.flatMap(({ name, leads }): PlainAnswer[] => {
    if (typeof leads === 'string') return known.has(leads) ? [{ name, leads }] : [];
    const inner = reachable(leads, known);
    return inner.answers.length === 0 ? [] : [{ name, leads: inner }];
  });
  return { ...question, answers };
}

function announce(id: string | undefined, methods: readonly AnyMethod[], ui: Pick<Ui, 'say'>): string | undefined {
  const method = methods.find((candidate) => candidate.id === id);
  if (method !== undefined) ui.say(`Then it is: ${method.title} (${method.term}).`);
  else
    ui.say(
      joined([
        'Ask your administrator how people sign in to AWS;',
        sentence`\`${help({ blank: 'METHOD' })}\` says what has to be prepared.`,
      ]),
    );
  return method?.id;
}
