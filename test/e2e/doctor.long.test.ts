import { expect } from 'chai';

import { checks } from '../../src/doctor/checks/index.js';
import type { Variables } from '../helpers/environment.js';
import { needs } from '../helpers/needs.js';
import { examine, fetch, firstOf, Workshop, type Bench, type Found } from './doctor/bench.js';
import { brokenByOthers } from './doctor/broken-by-others.js';
import { brokenFiles } from './doctor/broken-files.js';
import { brokenNetwork } from './doctor/broken-network.js';
import { brokenPush } from './doctor/broken-push.js';
import { brokenSession } from './doctor/broken-session.js';
import { brokenSettings } from './doctor/broken-settings.js';
import { brokenWay } from './doctor/broken-way.js';
import { brokenTools } from './doctor/broken-tools.js';
import type { Broken, Machines } from './doctor/machine.js';

const groups: Readonly<Record<string, Machines>> = {
  'of its tools': brokenTools,
  "of AWS's files": brokenFiles,
  "of Git's settings": brokenSettings,
  'by other sections': brokenByOthers,
  'of the session': brokenSession,
  'of a push': brokenPush,
  'of the network': brokenNetwork,
  'on its way': brokenWay,
};

describe('the doctor names the cause', function () {
  this.timeout(180_000);
  let workshop: Workshop;
  before(async () => {
    workshop = await Workshop.open();
  });
  after(() => workshop.close());

  it('has a broken machine for every check', () => {
    const causes = new Set(
      Object.values(groups)
        .flatMap((machines) => Object.values(machines))
        .map(({ cause }) => cause),
    );
    expect(checks.map(({ id }) => id).filter((id) => !causes.has(id))).to.deep.equal([]);
    expect([...causes].filter((cause) => !checks.some(({ id }) => id === cause))).to.deep.equal([]);
  });

  for (const [part, machines] of Object.entries(groups)) {
    describe(part, () => {
      for (const [name, broken] of Object.entries(machines)) {
        describe(name, () => {
          before(needs(...(broken.needs ?? [])));
          it('is named, and can be fixed', () => nameAndFix(broken, workshop));
        });
      }
    });
  }
});

async function nameAndFix(broken: Broken, workshop: Workshop): Promise<void> {
  const bench = await workshop.bench(broken.setUp);
  await broken.breakIt(bench);
  const env = broken.env?.(bench) ?? {};
  if (broken.level === undefined && broken.shows === undefined)
    expect((await fetch(bench, env)).code, 'git fetch fails').to.not.equal(0);
  await broken.shows?.(bench, env);
  const document = await examine(bench, [], env);
  const found = firstOf(document);
  expect(
    found?.id,
    JSON.stringify(
      document.findings.filter(({ level }) => level !== 'ok'),
      null,
      1,
    ),
  ).to.equal(broken.cause);
  expect(found?.detail).to.match(broken.says);
  expect(document.ok, 'whether Git works').to.equal(broken.level === 'warn');
  if (found !== undefined) await fix(broken, found, bench, env);
}

/** What a person does, then the command that was named; after that Git works, and the doctor is content. */
async function fix(broken: Broken, found: Found, bench: Bench, env: Variables): Promise<void> {
  await broken.person?.(bench);
  expect(
    found.fix !== null || broken.person !== undefined || broken.fixedEnv !== undefined,
    'there is a way to mend it',
  ).to.equal(true);
  const fixed = broken.fixedEnv?.(bench) ?? env;
  if (found.fix !== null && /^(unset|eval) /.test(found.fix)) {
    await fixInShell(found.fix, bench, fixed);
    return;
  }
  if (found.fix !== null && broken.words !== undefined) {
    const { code, stderr } = await bench.codecommit(
      [...found.fix.replace(/^git codecommit /, '').split(' '), ...broken.words(bench)],
      fixed,
    );
    expect(code, stderr).to.equal(0);
  }
  const after = await examine(bench, found.fix === null ? [] : ['--fix'], fixed);
  expect(
    after.findings.filter(({ level }) => level === 'fail' || level === 'warn'),
    after.stderr,
  ).to.deep.equal([]);
  const fetched = await fetch(bench, fixed);
  expect(fetched.code, fetched.stderr).to.equal(0);
}

/** What changes the shell that it is typed into. */
async function fixInShell(fix: string, bench: Bench, env: Variables): Promise<void> {
  const own =
    `git() { if [ "$1" = codecommit ]; then shift; "${process.execPath}" "${bench.fixture.program}" ` +
    '"$@"; else command git "$@"; fi; }';
  const { code, stderr } = await bench.shell(`${own}\n${fix}\ngit fetch && git codecommit doctor --json`, env);
  expect(code, stderr).to.equal(0);
}
