import { isPattern } from '../../aws/policies/answers.js';
import { printable } from '../../core/text/printable.js';
import { Interview } from '../../core/interview/interview.js';
import { sentence } from '../../core/advice/advice.js';
import { sharePage } from '../../core/advice/own-commands.js';
import { Problem } from '../../core/problem.js';
import type { Ports } from '../../core/ports/ports.js';
import { answerSource } from '../../interview/answer-source.js';
import { chooseMethod } from '../../interview/choose-method.js';
import { openStores } from '../../stores/open-stores.js';
import { pageNames, pageOfDocument, readPage } from './page.js';
import { filesOf, saveFiles } from './save-set.js';
import { composeSet, type PolicySet } from './set.js';
import { findLocalFacts } from '../../stores/find-local-facts.js';
import { methods } from '../../methods/index.js';
import type { InvocationOf } from '../common/call.js';
import type { PolicyFlag } from './flags.js';
import { askPolicyFacts, questionsFor } from './interview.js';
import type { PolicyAnswers } from './questions/index.js';

/** Prints the policies. @throws Problem */
export async function runPolicy(invocation: InvocationOf<PolicyFlag>, ports: Ports): Promise<undefined> {
  const { templates, ui, output } = ports;
  const interview = new Interview<PolicyAnswers>({
    ui,
    source: answerSource({ given: invocation, env: ports.env, readText: ports.readText }),
    localFacts: await findLocalFacts(ports, openStores(ports)),
    readText: ports.readText,
  });
  const name = await chooseName(invocation, ports, interview);
  const isMethod = (await pageNames(templates)).includes(name);
  const page = isMethod ? await readPage(name, templates) : await pageOfDocument(name, templates);
  if (!isMethod) learnFromName(name, interview);
  const facts = await askPolicyFacts(page, await questionsFor(page, templates), interview, { invocation, ui });
  const set = await composeSet(page, facts, templates);
  if (facts.subject?.length === 0 && interview.known.subject !== undefined)
    ui.warn(
      'Everybody who can sign in at the provider with this client may take the role. Name people with ' +
        '--subject to limit it.',
    );
  const patterns = (facts.subject ?? []).filter(isPattern);
  if (patterns.length > 0)
    ui.warn(
      `Whoever matches ${patterns.map((one) => printable(one, 300)).join(' or ')} may take the role: that is a pattern ` +
        '(StringLike), not one subject (StringEquals).',
    );
  await saveIfAsked(invocation, { name, set, isMethod }, ports);
  if (!isMethod) output.write(`${JSON.stringify(set.steps[0]?.documents[0]?.policy, null, 2)}\n`);
  else if (invocation.on('json')) output.write(`${JSON.stringify({ method: name, ...set })}\n`);
  else output.write(script(set));
  for (const note of set.notes) ui.say(note);
  if (set.blanks.length > 0) {
    ui.warn('To be filled in before any of it is used:');
    ui.table(set.blanks.map(({ blank, meaning }) => [blank, meaning]));
  }
  if (!isMethod) return;
  ui.say(`Then people run: \`${set.then}\``);
  ui.say(
    sentence`Once that has worked for you, \`${sharePage({ blank: 'PROFILE' })}\` makes one page for newcomers of it.`,
  );
}

async function saveIfAsked(
  invocation: InvocationOf<PolicyFlag>,
  { name, set, isMethod }: { readonly name: string; readonly set: PolicySet; readonly isMethod: boolean },
  ports: Pick<Ports, 'files' | 'cwd' | 'ui'>,
): Promise<void> {
  const folder = invocation.text('output');
  if (folder === undefined) return;
  if (folder.trim() === '')
    throw new Problem('usage', '--output is empty.', { hint: 'Give it the name of a folder, or leave it out.' });
  const files = isMethod
    ? [...filesOf(set), { name: 'commands.sh', text: script(set) }]
    : filesOf(set).map(({ text }) => ({ name: `${name.replace('/', '-')}.json`, text }));
  for (const path of await saveFiles(folder, files, ports)) ports.ui.mark('done', `Written: ${path}`);
}

/** @throws Problem `usage` where two different names are given, or none and nobody is there to ask */
async function chooseName(
  invocation: InvocationOf<PolicyFlag>,
  { ui, templates }: Pick<Ports, 'ui' | 'templates'>,
  interview: Interview<PolicyAnswers>,
): Promise<string> {
  const [name] = invocation.operands;
  const method = invocation.text('method');
  if (name !== undefined && method !== undefined && name !== method)
    throw new Problem('usage', `That is ${name} and ${method}.`, { hint: 'Give a name or --method.' });
  if (name !== undefined) return name;
  const pages = await pageNames(templates);
  const chosen = await chooseMethod(
    interview,
    methods.filter(({ id }) => pages.includes(id)),
    ui,
    { message: 'How shall people sign in?' },
  );
  if (chosen !== undefined) return chosen.id;
  interview.finish();
  throw new Problem('usage', 'There is no sign-in method to go on with.', { hint: 'Give --method.' });
}

/** `access/read` says what may be done, `trust/google` who vouches. */
function learnFromName(name: string, interview: Interview<PolicyAnswers>): void {
  const [folder, what] = name.split('/');
  if (folder === 'access') interview.learn('access', what, what);
  if (folder === 'trust') interview.learn('provider', what, what);
}

/** Comments head what belongs to one account. */
function script({ steps, blanks, notes }: PolicySet): string {
  const head = [
    ...notes.map((note) => `# ${note}`),
    ...(blanks.length === 0 ? [] : ['# To be filled in before any of this is run:']),
    ...blanks.map(({ blank, meaning }) => `#   ${blank}: ${meaning}`),
  ];
  const parts = steps
    .map(({ account, whose, commands }) =>
      [`# In ${account === null ? '' : `account ${account}, `}${whose}.`, ...commands, ''].join('\n'),
    )
    .join('\n');
  return head.length === 0 ? parts : `${head.join('\n')}\n\n${parts}`;
}
