import { problemOf, problemOfPromise } from '../../helpers/problem.js';
import { expect } from 'chai';

import { Interview } from '../../../src/core/interview/interview.js';
import type { AnswerSource, InterviewContext } from '../../../src/core/interview/interview.js';
import { Problem } from '../../../src/core/problem.js';
import type { Prompt } from '../../../src/core/ports/ui.js';
import type { Known } from '../../../src/core/interview/question.js';
import { commas, choice, onOff, optional, repeated, secret, text } from '../../../src/core/interview/question.js';

interface Table {
  given?: Record<string, string>;
  remembered?: Record<string, string>;
  suggested?: Record<string, string>;
}

/** A context in which the given texts answer, and a person who answers prompts in order. */
function context(table: Table = {}, person?: readonly string[]): { context: InterviewContext; prompts: Prompt[] } {
  const prompts: Prompt[] = [];
  const replies = [...(person ?? [])];
  const source: AnswerSource = {
    given: (name) => Promise.resolve(table.given?.[name]),
    remembered: (name) => table.remembered?.[name],
    suggested: (name) => table.suggested?.[name],
    isOfTeam: () => false,
  };
  const ui: InterviewContext['ui'] = {
    interactive: person !== undefined,
    ask(prompt) {
      prompts.push(prompt);
      const reply = replies.shift();
      if (reply === undefined) throw new Error(`Nobody expected to be asked: ${prompt.message}`);
      return Promise.resolve(reply === '' ? (prompt.suggestion ?? '') : reply);
    },
    say: () => undefined,
    warn: () => undefined,
  };
  return {
    prompts,
    context: {
      ui,
      source,
      localFacts: { profiles: [], ssoSessions: [], env: {}, userName: 'ana' },
      readText: () => Promise.reject(new Error('no file')),
    },
  };
}

const role = text({
  message: 'Role',
  help: 'role',
  shareable: true,
  parse: (raw) => {
    if (!raw.startsWith('arn:')) throw new Problem('usage', 'Not an ARN.');
    return raw;
  },
});
const name = text({ message: 'Name', help: 'name', shareable: true, fallback: () => 'codecommit' });

describe('an interview', () => {
  it('takes a flag before the recipe, and the recipe before the default', async () => {
    const { context: at } = context({ given: { role: 'arn:flag' }, remembered: { role: 'arn:recipe', name: 'kept' } });
    expect(await new Interview(at).all({ role, name })).to.deep.equal({ role: 'arn:flag', name: 'kept' });
  });

  it('asks a person for another answer in place of a flag that cannot be beside the answers before it', async () => {
    const beside = text({
      message: 'Its role',
      help: 'role',
      shareable: true,
      parse: (raw, { region }) => {
        if (raw.startsWith('arn:')) return raw;
        throw new Problem('usage', region === undefined ? 'Not an ARN.' : 'Not a role of cn-north-1.');
      },
    });
    const inChina = {
      ...beside,
      parse: (raw: string, known: Known) => (known.region ? beside.parse(raw, known) : raw),
    };
    const region = text({ message: 'Region', help: 'Region', shareable: true });
    const given = { region: 'cn-north-1', role: 'elsewhere' };
    const { context: at, prompts } = context({ given }, ['arn:here']);
    expect(await new Interview(at).all({ region, role: inChina })).to.deep.equal({
      region: 'cn-north-1',
      role: 'arn:here',
    });
    expect(prompts.map(({ message }) => message)).to.deep.equal(['Its role']);
    const { context: alone } = context({ given });
    expect((await problemOfPromise(new Interview(alone).all({ region, role: inChina }))).message).to.contain(
      'cn-north-1',
    );
    const { context: never } = context({ given: { role: 'none at all' } }, []);
    expect((await problemOfPromise(new Interview(never).all({ role: beside }))).kind).to.equal('usage');
  });

  it('asks a person only for what nothing else answers', async () => {
    const { context: at, prompts } = context({ given: { role: 'arn:flag' } }, ['mine']);
    expect(await new Interview(at).all({ role, name })).to.deep.equal({ role: 'arn:flag', name: 'mine' });
    expect(prompts.map((prompt) => prompt.message)).to.deep.equal(['Name']);
  });

  it('shows the answer of an earlier run as the suggestion', async () => {
    const { context: at, prompts } = context({ suggested: { name: 'before' } }, ['']);
    expect(await new Interview(at).all({ name })).to.deep.equal({ name: 'before' });
    expect(prompts[0]?.suggestion).to.equal('before');
  });

  it('names every missing flag at once when nobody is there', async () => {
    const { context: at } = context();
    const interview = new Interview(at);
    await interview.all({
      roleArn: role,
      secretKey: secret({ message: 'Key', help: 'key', parse: (raw) => raw }),
      name,
    });
    expect(() => interview.finish())
      .to.throw(Problem, '--role-arn, --secret-key-file')
      .with.property('kind', 'usage');
    expect(problemOf(() => interview.finish()).hint).to.equal(
      'Give each as a flag or in its variable (GIT_CODECOMMIT_ROLE_ARN, GIT_CODECOMMIT_SECRET_KEY), or run the same ' +
        'command in a terminal.',
    );
  });

  it('names no flag for what no flag answers', async () => {
    const { context: at } = context();
    const passing = new Interview<{ redirectAddress: string }>(at);
    const problem = await passing.now('redirectAddress', name).catch((error: unknown) => error);
    expect(problem).to.include({ kind: 'usage', hint: 'No flag answers this: run the same command in a terminal.' });
    expect(problem).to.have.property('message').that.includes('Nobody is there to answer').and.not.includes('--');
  });

  it('names the flag of an answer that cannot be taken', async () => {
    const { context: at } = context({ given: { roleArn: 'role' } });
    const failure = await new Interview(at).all({ roleArn: role }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Problem).with.property('message', '--role-arn: Not an ARN.');
  });

  it('asks advanced questions only where they are wanted', async () => {
    const advanced = {
      tag: repeated(text({ message: 'Tags', help: 'tags', shareable: true, asked: 'advanced' }), commas),
    };
    const { context: at, prompts } = context({}, ['a=1']);
    expect(await new Interview(at).all(advanced)).to.deep.equal({ tag: [] });
    expect(prompts).to.have.length(0);
    expect(await new Interview(at).all(advanced, { advanced: true })).to.deep.equal({ tag: ['a=1'] });
  });

  it('asks then for what a default answered before, and for nothing that somebody did', async () => {
    const advanced = {
      on: onOff({ message: 'On?', help: 'on', shareable: true }),
      name: { ...name, asked: 'advanced' as const },
      role: { ...role, asked: 'advanced' as const },
    };
    const { context: at, prompts } = context({ given: { role: 'arn:flag' } }, ['yes', '']);
    const interview = new Interview(at);
    expect(await interview.all(advanced)).to.deep.equal({ on: false, name: 'codecommit', role: 'arn:flag' });
    for (let times = 0; times < 2; times += 1)
      expect(await interview.all(advanced, { advanced: true })).to.deep.equal({
        on: true,
        name: 'codecommit',
        role: 'arn:flag',
      });
    expect(prompts.map(({ message, suggestion }) => [message, suggestion])).to.deep.equal([
      ['On?', 'no'],
      ['Name', 'codecommit'],
    ]);
  });

  it('asks what AWS wants only when it is wanted, flag first', async () => {
    const code = { ...optional(text({ message: 'Code', help: 'code', shareable: true, asked: 'on-demand' })) };
    const { context: at } = context({ given: { code: '111111' } }, ['222222']);
    const interview = new Interview<{ code: string }>(at);
    expect(await interview.now('code', code)).to.equal('111111');
    expect(await interview.now('code', code, { again: true })).to.equal('222222');
  });

  it('keeps every other answer when one was refused', async () => {
    const { context: at } = context({ given: { role: 'arn:wrong', name: 'kept' } }, ['arn:right']);
    const interview = new Interview<{ role: string; name: string }>(at);
    await interview.all({ role, name });
    interview.refuse('role');
    await interview.now('role', role, { again: true });
    expect(interview.known).to.deep.equal({ role: 'arn:right', name: 'kept' });
  });

  it('lets one answer stand in for another', async () => {
    const keys = secret<string | undefined>({
      message: 'Keys',
      help: 'keys',
      parse: (raw) => raw,
      insteadOf: 'source',
    });
    const { context: at } = context({ given: { keys: 'AKIA' } });
    const interview = new Interview(at);
    await interview.all({ source: role, keys });
    expect(() => interview.finish()).to.not.throw();
    const { context: empty } = context();
    const other = new Interview(empty);
    await other.all({ source: role, keys });
    expect(() => other.finish()).to.throw('--source (or --keys-file)');
  });

  it('shows long menus as a search, and short ones as a menu', async () => {
    const menu = (count: number) =>
      choice({
        message: 'Pick',
        help: 'pick',
        shareable: true,
        choices: () => Array.from({ length: count }, (_, index) => ({ value: String(index), name: `n${index}` })),
      });
    const { context: at, prompts } = context({}, ['1', '1']);
    await new Interview(at).all({ few: menu(3), many: menu(300) });
    expect(prompts.map((prompt) => prompt.kind)).to.deep.equal(['choice', 'search']);
  });

  it('keeps the text of answers for the recipe', async () => {
    const { context: at } = context({ given: { on: 'yes', role: 'arn:x' } });
    const interview = new Interview<{ on: boolean; role: string; name: string }>(at);
    await interview.all({ on: onOff({ message: 'On?', help: 'on', shareable: true }), role });
    expect([interview.raw('on'), interview.raw('role'), interview.raw('name')]).to.deep.equal([
      'yes',
      'arn:x',
      undefined,
    ]);
  });
});
