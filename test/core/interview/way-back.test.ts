import { plainText } from '../../../src/core/advice/say.js';
import { expect } from 'chai';

import { GoBack } from '../../../src/core/go-back.js';
import { Interview } from '../../../src/core/interview/interview.js';
import { choice, commas, onOff, optional, repeated, secret, text } from '../../../src/core/interview/question.js';
import { WayBack } from '../../../src/core/interview/way-back.js';
import type { Prompt, Ui } from '../../../src/core/ports/ui.js';
import { Problem } from '../../../src/core/problem.js';
import { fc } from '../../helpers/random.js';

const plain = { help: 'help', shareable: false };

/** Questions of every kind, some of which depend on others. */
const table = {
  repository: optional(text({ ...plain, message: 'Repository' })),
  region: text({ ...plain, message: 'Region', fallback: (known) => (known.repository === 'app' ? 'here' : undefined) }),
  sourceProfile: choice({
    ...plain,
    message: 'Source',
    choices: () => ['ana', 'none'].map((value) => ({ value, name: value })),
  }),
  keys: secret<string>({
    message: 'Key',
    help: 'key',
    parse: (raw) => raw,
    when: (known) => known.sourceProfile === 'none',
  }),
  trusted: onOff({ ...plain, message: 'Trust it?', asked: 'always' }),
  tag: repeated(text({ ...plain, message: 'Tags', when: (known) => known.trusted === true }), commas),
  duration: text({
    ...plain,
    message: 'Duration',
    asked: 'advanced',
    fallback: (known) => `of ${String(known.region)}`,
  }),
  given: text({ ...plain, message: 'Given' }),
};
type Name = keyof typeof table | 'end';

const nameOf = (message: string): Name =>
  message === 'End?'
    ? 'end'
    : (Object.entries(table).find(([, question]) => question.message === message)?.[0] as Name);

/** A conversation with somebody who answers by name: a text, or undefined to go back. */
function talk(
  person: (name: Name, prompt: Prompt) => string | undefined,
  given: Readonly<Record<string, string>> = {},
) {
  const said: string[] = [];
  const ui: Pick<Ui, 'interactive' | 'ask' | 'say' | 'warn'> = {
    interactive: true,
    ask: (prompt) => {
      const answer = person(nameOf(prompt.message), prompt);
      return answer === undefined ? Promise.reject(new GoBack()) : Promise.resolve(answer);
    },
    say: (words) => said.push(plainText(words)),
    warn: (words) => said.push(plainText(words)),
  };
  const wayBack = new WayBack(ui as Ui, () => interview);
  const interview: Interview = new Interview({
    ui: wayBack.ui,
    source: {
      given: (name) => Promise.resolve(given[name]),
      remembered: () => undefined,
      suggested: () => undefined,
      isOfTeam: () => false,
    },
    localFacts: { profiles: [], ssoSessions: [], env: {}, userName: 'ana' },
    readText: () => Promise.reject(new Error('no file')),
  });
  const lead = async (before: () => void = () => undefined): Promise<Readonly<Record<string, unknown>>> => {
    for (;;) {
      try {
        before();
        const answers = await interview.all(table);
        await interview.once('end', { kind: 'text', message: 'End?' });
        return answers;
      } catch (error) {
        if (!(error instanceof GoBack)) throw error;
        expect(interview.goBack()).to.equal(true);
        wayBack.repeat();
      }
    }
  };
  return { interview, lead, said, ui: wayBack.ui };
}

const answers = fc.record({
  repository: fc.constantFrom('app', ''),
  region: fc.constantFrom('here', 'there'),
  sourceProfile: fc.constantFrom('ana', 'none'),
  keys: fc.constantFrom('AKIA1', 'AKIA2'),
  trusted: fc.constantFrom('yes', 'no'),
  tag: fc.constantFrom('a', 'a,b'),
  end: fc.constant('yes'),
});

describe('the way back through an interview', () => {
  it('ends in the same answers as the straight way, wherever somebody goes back, and whatever was answered first', async () => {
    await fc.assert(
      fc.asyncProperty(
        answers,
        fc.array(fc.record({ back: fc.boolean(), other: fc.option(answers, { nil: undefined }) }), { maxLength: 40 }),
        async (right, steps) => {
          const given = { given: 'by flag' };
          const straight = await talk((name) => right[name as keyof typeof right], given).lead();
          const walked: { name: Name; isRight: boolean; typed: string }[] = [];
          const typed = new Map<Name, string>();
          const left = [...steps];
          const { lead } = talk((name, prompt) => {
            expect(prompt.back, name).to.equal(walked.length > 0);
            if (prompt.kind === 'text' && typed.has(name)) expect(prompt.suggestion).to.equal(typed.get(name));
            if (prompt.kind === 'secret') expect(prompt.suggestion).to.equal(undefined);
            const { back, other } = left.shift() ?? { back: false, other: undefined };
            const mustGoBack = (name === 'end' || left.length === 0) && walked.some(({ isRight }) => !isRight);
            const last = walked.at(-1);
            if ((back || mustGoBack) && last !== undefined) {
              walked.pop();
              typed.set(last.name, last.typed);
              return undefined;
            }
            const answer = right[name as keyof typeof right];
            const said = other === undefined ? answer : other[name as keyof typeof right];
            walked.push({ name, isRight: said === answer, typed: said });
            return said;
          }, given);
          expect(await lead()).to.deep.equal(straight);
          expect(walked.map(({ name }) => name)).to.not.include('given');
        },
      ),
    );
  });

  it('leads nowhere from the first question, from what flags answered, and after something was written', async () => {
    const seen: [Name, boolean | undefined][] = [];
    const given = { repository: 'app', region: 'here', sourceProfile: 'ana', given: 'x' };
    const { interview, lead, ui } = talk((name, { back }) => {
      seen.push([name, back]);
      return 'no';
    }, given);
    await lead();
    expect(seen).to.deep.equal([
      ['trusted', false],
      ['end', true],
    ]);
    interview.endWayBack();
    expect(interview.goBack()).to.equal(false);
    await ui.ask({ kind: 'confirm', message: 'End?' });
    expect(seen.at(-1)).to.deep.equal(['end', false]);
  });

  it('leads past a code that is good once, to the question before it', async () => {
    const { interview, ui } = talk(() => 'x');
    await interview.one('region' as never, table.region);
    await interview.now('keys' as never, table.keys, { fresh: true });
    expect(interview.goBack()).to.equal(true);
    expect(interview.known).to.not.have.property('region');
    await ui.ask({ kind: 'text', message: 'End?' });
    expect(interview.goBack()).to.equal(false);
  });

  it('keeps what was answered as a suggestion by its name, and takes - for none where that may be', async () => {
    const prompts: Prompt[] = [];
    const replies = ['my-app', 'here', undefined, undefined, '-', 'here', 'ana', 'no', 'x', 'yes'];
    const { lead, interview } = talk((_name, prompt) => {
      prompts.push(prompt);
      return replies.shift();
    });
    expect(await lead()).to.deep.include({ repository: undefined, region: 'here' });
    expect(prompts.slice(0, 6).map(({ message, suggestion }) => [message, suggestion])).to.deep.equal([
      ['Repository', undefined],
      ['Region', undefined],
      ['Source', undefined],
      ['Region', 'here'],
      ['Repository', 'my-app'],
      ['Region', 'here'],
    ]);
    expect(prompts[4]?.note).to.equal('- alone: none.');
    expect(interview.raw('repository' as never)).to.equal('');
  });

  it('says nothing a second time on the way to where it goes on', async () => {
    const replies = ['my-app', undefined, 'my-app', 'here', 'ana', 'no', 'x', 'yes'];
    const { lead, said, ui } = talk(() => replies.shift());
    await lead(() => ui.say('Welcome.'));
    expect(said).to.deep.equal(['Welcome.']);
  });

  it('changes one answer, whoever gave it, and asks again only for what cannot be any more', async () => {
    const asked: Name[] = [];
    const replies: Record<string, string[]> = {
      repository: ['app'],
      region: ['here'],
      sourceProfile: ['none', 'ana'],
      keys: ['AKIA1'],
      trusted: ['no', 'yes'],
      tag: ['a'],
      given: ['by hand'],
      end: ['yes', 'yes', 'yes', 'yes'],
    };
    const { interview, lead } = talk(
      (name) => {
        asked.push(name);
        return replies[name]?.shift();
      },
      { given: 'by flag' },
    );
    await lead();
    const changed = async (name: keyof typeof table) => {
      asked.length = 0;
      interview.change(name, table[name]);
      return { answers: await lead(), asked: [...asked] };
    };
    expect(await changed('sourceProfile')).to.deep.include({ asked: ['sourceProfile'] });
    expect(interview.known).to.deep.include({ sourceProfile: 'ana', keys: undefined });
    expect(await changed('trusted')).to.deep.include({ asked: ['trusted', 'tag'] });
    expect((await changed('given')).answers).to.deep.include({ given: 'by hand', tag: ['a'] });
  });

  it('finds defaults anew for an answer that was changed, and asks for one that is to be changed itself', async () => {
    const replies: Record<string, string[]> = {
      repository: [''],
      region: ['here', 'there'],
      sourceProfile: ['ana'],
      trusted: ['no'],
      duration: ['1h'],
      end: ['yes'],
    };
    const { interview, lead } = talk((name) => replies[name]?.shift(), { given: 'x' });
    expect(await lead()).to.deep.include({ duration: 'of here' });
    expect(interview.standing('duration')).to.deep.equal({ raw: 'of here', isDefault: true });
    interview.change('region', table.region);
    expect(await lead()).to.deep.include({ region: 'there', duration: 'of there' });
    interview.change('duration', table.duration);
    expect(await lead()).to.deep.include({ duration: '1h' });
    expect(interview.standing('duration')).to.deep.equal({ raw: '1h', isDefault: false });
    expect(interview.goBack()).to.equal(true);
    expect(interview.known).to.deep.include({ duration: 'of there' });
  });

  it('asks in its own way again while the answer is none, a file that cannot be read among them', async () => {
    const answers = ['no-such-file', 'nonsense', 'AKIA'];
    const { interview, said } = talk(() => undefined);
    const question = {
      ...secret<string>({
        message: 'Key',
        help: 'key',
        parse: (raw) => {
          if (raw !== 'AKIA') throw new Problem('usage', 'That is no key.');
          return raw;
        },
      }),
      converse: () => {
        const next = answers.shift() ?? '';
        return next === 'no-such-file'
          ? Promise.reject(new Problem('file', 'There is no such file.'))
          : Promise.resolve(next);
      },
    };
    expect(await interview.one('keys' as never, question)).to.equal('AKIA');
    expect(said).to.deep.equal(['There is no such file.', 'That is no key.']);
  });
});
