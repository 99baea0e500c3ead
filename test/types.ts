import { exportFormats } from '../src/aws/credential-formats/export-formats.js';
import type { ExportFlag } from '../src/commands/export/flags.js';
import type { RefreshFlag } from '../src/commands/refresh/flags.js';
import { gitScopes, helpers } from '../src/commands/setup/values.js';
import type { SetupFlag } from '../src/commands/setup/flags.js';
import type { PolicyAnswers } from '../src/commands/policy/questions/index.js';
import { text } from '../src/core/interview/question.js';
import type { LookedAtName } from '../src/core/interview/question.js';
import type { SetupAnswers } from '../src/commands/setup/answers.js';
import type { Interview } from '../src/core/interview/interview.js';
import type { MethodContext } from '../src/core/method.js';
import { targetQuestions } from '../src/interview/clone-target.js';
import { mfaQuestions } from '../src/methods/common/mfa.js';
import type { RecipeTexts } from '../src/sign-in/recipe-of.js';
import type { InvocationOf } from '../src/commands/common/call.js';

// Nothing here runs: `npm run types` reads it, and fails where a line below `@ts-expect-error` compiles after all.

/** A flag that the command's table does not have, or has as something else, does not compile. */
export function flags(
  setup: InvocationOf<SetupFlag>,
  refresh: InvocationOf<RefreshFlag>,
  exported: InvocationOf<ExportFlag>,
): void {
  setup.on('no-verify');
  // @ts-expect-error -- no table has it
  setup.on('no-verfy');
  // @ts-expect-error -- a value is no switch
  setup.on('from');
  // @ts-expect-error -- a switch has no value
  setup.text('overwrite');
  setup.text('clone');
  // @ts-expect-error -- no table has it
  setup.texts('source-profil');
  setup.texts('source-profile');
  // @ts-expect-error -- a secret is read from the file that its flag names
  setup.texts('source-keys');
  setup.texts('source-keys-file');
  // @ts-expect-error -- no table has it
  setup.saysAny(['method', 'repo']);
  // @ts-expect-error -- it is a flag of another command
  refresh.on('no-verify');
  refresh.on('force');
  refresh.on('json');

  setup.oneOf('git-scope', gitScopes);
  // @ts-expect-error -- these are the values of another flag
  setup.oneOf('git-scope', helpers);
  // @ts-expect-error -- it has no choices
  setup.oneOf('from', helpers);
  // @ts-expect-error -- it is none of the flag's values
  holds(setup.oneOf('helper', helpers) === 'awscli');
  holds(exported.oneOf('format', exportFormats) === 'env');

  // @ts-expect-error -- what reads setup's flags cannot be given a call of another command
  readsSetup(refresh);
}

/** What questions look at is asked by some table. */
export declare const lookedAt: LookedAtName;
export const asked: keyof SetupAnswers | keyof PolicyAnswers = lookedAt;

/** A question that looks at the answer of none does not compile. */
export const misspelt = text({
  message: '',
  help: '',
  shareable: false,
  // @ts-expect-error -- no table has it
  when: (known) => known.sourceKey === undefined,
});

/** An answer that no table asks for does not compile, and each has the type that its question parses to. */
export function answers(
  { known }: Interview<SetupAnswers>,
  interview: Interview<SetupAnswers>,
  context: MethodContext,
  texts: RecipeTexts,
): void {
  holds(known.sourceKeys?.accessKeyId === undefined);
  // @ts-expect-error -- no table has it
  holds(known.sourceKey === undefined);
  // @ts-expect-error -- no table has it
  holds(known['sourceKey'] === undefined);
  // @ts-expect-error -- it is a list
  holds(known.policyArn === 'arn:aws:iam::aws:policy/ReadOnlyAccess');
  interview.refuse('sourceKeys');
  // @ts-expect-error -- no table has it
  interview.refuse('sourceKey');
  // @ts-expect-error -- no table has it
  interview.learn('sourceprofile', 'dev');
  // @ts-expect-error -- no table has it
  interview.raw('repo');
  // @ts-expect-error -- no table has it
  void interview.now('mfaCod', mfaQuestions.mfaCode);
  // @ts-expect-error -- no table has it
  void interview.one('regoin', targetQuestions.region);
  // @ts-expect-error -- no method asks for it on the way
  void context.ask('mfaCod', mfaQuestions.mfaCode);
  // @ts-expect-error -- no sign-in finds it out
  context.remembered('grantedDurations');
  // @ts-expect-error -- no table has it
  holds(texts.sourceprofile === undefined);
}

declare function readsSetup(invocation: InvocationOf<SetupFlag>): void;
declare function holds(condition: boolean): void;
