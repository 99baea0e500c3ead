import { joined, sentence } from '../core/advice/advice.js';
import { awsLogin } from '../core/advice/other-programs.js';
import { isTemporary } from '../core/credentials.js';
import { defineMethod } from '../core/method.js';
import { Problem } from '../core/problem.js';
import { parsed } from '../core/interview/question.js';
import type { Question } from '../core/interview/question.js';
import type { LocalFacts } from '../core/local-facts.js';
import { sourceProfile as anySource } from './common/source-questions.js';

const sourceProfile: Question<string, 'choice'> = {
  ...parsed({
    message: 'Which profile have you signed in with?',
    help: anySource.help,
    parse: (raw: string) => raw.trim(),
    shareable: false,
    choices: (_known, localFacts) => signedIn(localFacts).map((name) => ({ value: name, name })),
    fallback: (_known, localFacts) =>
      signedIn(localFacts).find((name) => name === (localFacts.env['AWS_PROFILE'] ?? 'default')),
  }),
  kind: 'choice',
  valueName: 'PROFILE',
};

/**
 * The session of `aws login`: its keys live 15 minutes, and its cache renews them for as long as the session lasts, so
 * the credential helper asks it again each time.
 * Source: AWS SDKs and tools reference, "Login credential provider".
 */
export const consoleLogin = defineMethod({
  id: 'console-login',
  title: 'My sign-in to the AWS console',
  term: 'aws login',
  questions: { sourceProfile },
  needs: () => 'nothing',
  examples: [{ words: ['--source-profile', 'console'], does: 'with the profile that you signed in to' }],
  prerequisites: joined([
    sentence`The AWS CLI 2.32 or newer, in which you have run \`${awsLogin()}\`, as somebody whose policy allows`,
    'codecommit:GitPull and codecommit:GitPush.',
  ]),
  check(answers) {
    // Nobody is asked where there is nothing to choose from.
    if ((answers.sourceProfile as string | undefined) !== undefined) return;
    throw new Problem('usage', sentence`No profile in ~/.aws/config has a session of \`${awsLogin()}\`.`, {
      hint: sentence`Run \`${awsLogin()}\` (AWS CLI 2.32 or newer), and then this again.`,
    });
  },
  async obtain({ sourceProfile: profile }, context) {
    const known = context.localFacts.profiles.find(({ name }) => name === profile);
    if (known && known.loginSession !== true) throw otherKind(profile);
    const { credentials } = await context.source();
    if (!isTemporary(credentials)) throw otherKind(profile);
    return { credentials };
  },
});

function signedIn({ profiles }: LocalFacts): readonly string[] {
  return profiles.filter(({ loginSession }) => loginSession === true).map(({ name }) => name);
}

function otherKind(profile: string): Problem {
  return new Problem('usage', sentence`Profile ${profile} has no session of \`${awsLogin()}\`.`, {
    hint: sentence`Run \`${awsLogin(profile)}\`; a profile of another kind works with \`--method process\`.`,
    question: 'sourceProfile',
  });
}
