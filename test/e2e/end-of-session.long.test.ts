import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { TestTerminal } from '../helpers/terminal.js';
import { hide, whatSetupSaid } from './end-screens.js';
import { endSessions } from './conversation-fixture.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';
import { waysToSignIn, withVariables } from './ways-to-sign-in.js';
import type { WayToSignIn } from './ways-to-sign-in.js';

const written = join(import.meta.dirname, '..', 'conversations', 'end-of-session.txt');
const heading = `# How the end of a session is met, by everybody who runs \`git pull\`: what setup said of it, and what Git and its helper
# say then, to the last line. UPDATE_CONVERSATIONS=1 writes these screens down anew.
`;

describe('the end of a session', function () {
  this.timeout(300_000);
  const sections = new Map<string, string>();

  for (const way of waysToSignIn) {
    it(`is met as it was written down: ${way.title}`, async () => {
      const fixture = await openFixture();
      try {
        sections.set(way.title, await meet(way, way.variables ? withVariables(fixture, way.variables) : fixture));
      } finally {
        await way.leave?.();
        await fixture.clear();
      }
      if (process.env['UPDATE_CONVERSATIONS'] === '1') return;
      const all = (await readFile(written, 'utf8')).split(/^(?=== )/m);
      expect(sections.get(way.title)?.trimEnd()).to.equal(
        all.find((section) => section.startsWith(`== ${way.title}\n`))?.trimEnd(),
      );
    });
  }

  it('is written down for every way, and for nothing else', async () => {
    if (process.env['UPDATE_CONVERSATIONS'] === '1')
      await writeFile(written, `${heading}\n${[...sections.values()].join('\n')}`);
    const titles = [...(await readFile(written, 'utf8')).matchAll(/^== (.*)$/gm)].map(([, title]) => title);
    expect(titles).to.deep.equal(waysToSignIn.map(({ title }) => title));
  });
});

/** All screens of one way to sign in. */
async function meet(way: WayToSignIn, fixture: Fixture): Promise<string> {
  const said = await way.setUp(fixture);
  await way.then?.(fixture);
  const screens = [`== ${way.title}`, '-- setup has said', whatSetupSaid(said)];
  for (const [place, pull] of Object.entries(places)) {
    await endSessions(fixture);
    await fixture.home.run('find', [
      '.local/state/git-codecommit',
      '-type',
      'f',
      '!',
      '-name',
      '*.tokens.json',
      '-delete',
    ]);
    fixture.sandbox.clock.advance(30_000);
    screens.push(`-- ${place}`, '$ git pull', await pull(fixture, way));
  }
  return `${hide(screens.filter((screen) => screen !== '').join('\n'), fixture)}\n`;
}

type Pull = (fixture: Fixture, way: WayToSignIn) => Promise<string>;

const places: Readonly<Record<string, Pull>> = {
  'at a terminal': async (fixture, { wantsCode }) => {
    const terminal = new TestTerminal(['git', '-C', 'clone', 'pull'], {
      env: fixture.home.environment(),
      variables: { GIT_TERMINAL_PROMPT: undefined },
      cwd: fixture.home.path,
      columns: 400,
    });
    try {
      if (wantsCode) {
        await terminal.waitFor("MFA-code for 'my-app':");
        terminal.type(fixture.ana.device.code());
        terminal.enter();
      }
      const { code } = await terminal.exit(60_000);
      return `${terminal.text()}\n= exit ${String(code)}`;
    } finally {
      await terminal.close();
    }
  },
  'under an editor that has a program to ask with': async (fixture) => {
    const asked = fixture.home.file('asked');
    await rm(asked, { force: true });
    const askpass = await fixture.home.write(
      'askpass',
      `#!/bin/sh\necho "$1" >'${asked}'\necho '${fixture.ana.device.code()}'\n`,
    );
    await chmod(askpass, 0o755);
    const { code, stdout, stderr } = await fixture.home.run('git', ['-C', 'clone', 'pull'], {
      env: { GIT_ASKPASS: askpass },
    });
    const prompt = await readFile(asked, 'utf8').then(
      (text) => `(in a field of its own) ${text}`,
      () => '',
    );
    return `${prompt}${stderr}${stdout}= exit ${code}`;
  },
  'with nobody there': async (fixture) => {
    const { code, stdout, stderr } = await fixture.home.run('git', ['-C', 'clone', 'pull']);
    return `${stderr}${stdout}= exit ${code}`;
  },
};
