import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { writeDown } from '../../../../src/commands/setup/stages/write.js';
import type { WriteInput } from '../../../../src/commands/setup/stages/write.js';
import type { Files } from '../../../../src/core/ports/files.js';
import { plainText } from '../../../../src/core/advice/say.js';
import { Problem, isProblem } from '../../../../src/core/problem.js';
import { Secret } from '../../../../src/core/secret.js';
import { openProfileStore } from '../../../../src/profile/profile-store.js';
import { findPaths } from '../../../../src/state/paths.js';
import type { Paths } from '../../../../src/state/paths.js';
import { openRecipeStore } from '../../../../src/state/recipes.js';
import { openState } from '../../../../src/state/state.js';
import { openTokenStore } from '../../../../src/state/token-store.js';
import { openAwsFileReader } from '../../../../src/system/files/aws-file-reader.js';
import { createFiles } from '../../../../src/system/files/files.js';
import { temporaryHome } from '../../../helpers/environment.js';
import type { TemporaryHome } from '../../../helpers/environment.js';

const keys = (accessKeyId: string) => ({
  accessKeyId,
  secretAccessKey: new Secret('s'),
  sessionToken: new Secret('t'),
  expiration: new Date('2026-12-01T12:00:00Z'),
});
const recipe = { method: 'assume-role', region: 'eu-west-1', answers: {} };

describe('what setup writes', () => {
  let home: TemporaryHome;
  let paths: Paths;
  /** The steps on the disk and in Git, in their order. */
  let order: string[];

  beforeEach(async () => {
    home = await temporaryHome();
    paths = findPaths('linux', { HOME: home.path }, home.path);
    order = [];
  });
  afterEach(() => home.remove());

  const textOf = (path: string): string => readFileSync(path, 'latin1');

  /**
   * Writes with the real stores. Each of the `refusals` is a path that cannot be written, or `git` for Git's settings,
   * or `interrupt` for somebody who stops it there, and how often it could be written before.
   */
  async function write(more: Partial<WriteInput['signedIn']>, refusals: Readonly<Record<string, number>> = {}) {
    const real = createFiles();
    const seen = new Map<string, number>();
    const files: Files = {
      ...real,
      edit: async (path, change) => {
        const before = seen.get(path) ?? 0;
        seen.set(path, before + 1);
        if (before >= (refusals[path] ?? Infinity)) throw new Problem('file', `Cannot write ${path}.`);
        await real.edit(path, change);
        order.push(path);
      },
    };
    const state = openState(files, paths.state);
    const recipes = openRecipeStore(files, paths.recipes);
    const apply = (): Promise<void> => {
      if ('git' in refusals) return Promise.reject(new Problem('git', 'Git did not want it.', { hint: 'See.' }));
      if ('interrupt' in refusals) return Promise.reject(new Problem('cancelled', 'Cancelled.'));
      order.push('git');
      return Promise.resolve();
    };
    const input: WriteInput = {
      plan: {
        profile: 'dev',
        method: 'assume-role',
        region: 'eu-west-1',
        credentialsFile: paths.credentials,
        replaces: undefined,
        keptSource: undefined,
        configFile: paths.config,
        git: [{ scope: 'global', key: 'credential.helper', value: 'x' }],
        recipesFile: paths.recipes,
      },
      signedIn: { obtained: { credentials: keys('ASIANEW') }, recipe, extraProfiles: [], ...more },
      overwrite: false,
      cwd: home.path,
    };
    const error = await writeDown(
      input,
      {
        profiles: openProfileStore({
          files,
          awsFileReader: openAwsFileReader(),
          paths,
          state,
          managed: () => recipes.list(),
        }),
        recipes,
        settings: { apply } as unknown as Parameters<typeof writeDown>[1]['settings'],
        state,
        tokens: openTokenStore(state, files),
      },
      {
        step: (_text, work) => work({ update: () => undefined, done: () => undefined }, new AbortController().signal),
      },
    ).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error !== undefined && !isProblem(error)) throw new Error('no Problem', { cause: error });
    const hint = error?.hint === undefined ? undefined : plainText(error.hint);
    return { error, hint, profiles: await openRecipeStore(real, paths.recipes).list() };
  }

  it("is the recipe, the profile, its Region and Git's settings, in this order", async () => {
    expect((await write({})).error).to.equal(undefined);
    const ours = [paths.recipes, paths.credentials, paths.config, 'git'];
    expect(order.filter((step) => ours.includes(step))).to.deep.equal(ours);
  });

  it('is nothing where the recipe cannot be written', async () => {
    const { error, hint, profiles } = await write({}, { [paths.recipes]: 0 });
    expect([error?.kind, hint]).to.deep.equal(['file', undefined]);
    expect([profiles, order]).to.deep.equal([[], []]);
  });

  it('is nothing where the keys cannot be written: the recipe is taken back', async () => {
    const { error, hint, profiles } = await write({}, { [paths.credentials]: 0 });
    expect([error?.message, hint]).to.deep.equal([`Cannot write ${paths.credentials}.`, undefined]);
    expect(profiles).to.deep.equal([]);
  });

  it('stays known where the recipe cannot be taken back', async () => {
    const { error, hint, profiles } = await write({}, { [paths.credentials]: 0, [paths.recipes]: 1 });
    expect(error?.message).to.equal(`Cannot write ${paths.credentials}.`);
    expect(hint).to.include('Written already: the recipe of dev. ');
    expect(profiles).to.deep.equal(['dev']);
  });

  it("stays known where config cannot be written, or Git's settings", async () => {
    for (const [refused, kind] of [
      [paths.config, 'file'],
      ['git', 'git'],
    ] as const) {
      const { error, hint, profiles } = await write({}, { [refused]: 0 });
      expect(error?.kind).to.equal(kind);
      expect(hint)
        .to.include(
          'Written already: profile dev. Take that back with `git codecommit remove dev`, or go on with the same setup.',
        )
        .and.match(kind === 'git' ? /^See\. / : /^Written/);
      expect(profiles).to.deep.equal(['dev']);
      expect(textOf(paths.credentials)).to.include('ASIANEW');
    }
  });

  it('is named where somebody stops it, and nothing claims that nothing was changed', async () => {
    const { error, hint, profiles } = await write({}, { interrupt: 0 });
    expect([error?.kind, error?.message]).to.deep.equal(['cancelled', 'Stopped before everything was set up.']);
    expect(hint).to.include('`git codecommit remove dev`');
    expect(profiles).to.deep.equal(['dev']);
  });

  it('is known beside the profile too: an MFA session by its own recipe, a kept key by that of the profile', async () => {
    const extraProfiles = [
      { profile: 'ana-mfa', credentials: keys('ASIAMFA'), recipe: { ...recipe, method: 'session-token' } },
      {
        profile: 'dev-source',
        credentials: { accessKeyId: 'AKIASOURCE', secretAccessKey: new Secret('s') },
        recipe: undefined,
      },
    ];
    const { hint, profiles } = await write({ extraProfiles }, { [paths.credentials]: 2 });
    expect([...profiles].sort()).to.deep.equal(['ana-mfa', 'dev']);
    expect(hint).to.equal(
      'Written already: profile ana-mfa, profile dev-source, the recipe of dev. Take that back with ' +
        '`git codecommit remove dev` and `git codecommit remove ana-mfa`, or go on with the same setup.',
    );
  });
});
