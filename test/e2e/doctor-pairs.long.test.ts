import { expect } from 'chai';

import { checks } from '../../src/doctor/checks/index.js';
import { examine, firstOf, host, Workshop, type Bench } from './doctor/bench.js';

/** Ways to break a machine that can be combined. */
const breaks: Readonly<Record<string, (bench: Bench) => unknown>> = {
  helper: (bench) => bench.git(['config', '--global', '--remove-section', `credential.${host}`]),
  'helper-order': (bench) => bench.git(['config', '--local', 'credential.helper', '']),
  'use-http-path': (bench) => bench.git(['config', '--global', '--unset-all', `credential.${host}.useHttpPath`]),
  'remote-url': (bench) =>
    bench.git(['remote', 'set-url', 'origin', bench.app.url.replace('https://', 'https://bob@')]),
  netrc: (bench) => bench.home.write('.netrc', 'machine git-codecommit.eu-west-1.amazonaws.com login bob password x\n'),
  'empty-auth': (bench) => bench.git(['config', '--global', 'http.emptyAuth', 'true']),
  profile: (bench) => bench.edit(['.aws', 'credentials'], (text) => text.replace(/\[my-app\][^[]*/, '')),
  clock: ({ fixture }) => fixture.sandbox.clock.setOffset(20 * 60_000),
  pull: ({ fixture }) => fixture.role.policies.splice(0, Infinity),
  network: (bench) => bench.git(['config', '--global', 'http.proxy', 'http://127.0.0.1:9']),
};

const pairs: readonly (readonly [first: string, second: string])[] = [
  ['profile', 'helper'],
  ['helper', 'use-http-path'],
  ['helper', 'netrc'],
  ['helper-order', 'empty-auth'],
  ['use-http-path', 'remote-url'],
  ['remote-url', 'netrc'],
  ['netrc', 'clock'],
  ['empty-auth', 'pull'],
  ['clock', 'pull'],
  ['pull', 'network'],
  ['remote-url', 'network'],
];

describe('two causes at once', function () {
  this.timeout(180_000);
  let workshop: Workshop;
  before(async () => {
    workshop = await Workshop.open();
  });
  after(() => workshop.close());

  for (const [first, second] of pairs) {
    it(`${first} is to be fixed before ${second}`, async () => {
      expect(checks.findIndex(({ id }) => id === first)).to.be.lessThan(checks.findIndex(({ id }) => id === second));
      const bench = await workshop.bench();
      await breaks[second]?.(bench);
      await breaks[first]?.(bench);
      const document = await examine(bench);
      expect(firstOf(document)?.id, JSON.stringify(document.findings.filter(({ level }) => level === 'fail'))).to.equal(
        first,
      );
    });
  }

  it('are fixed one after the other', async () => {
    const bench = await workshop.bench();
    for (const id of ['use-http-path', 'netrc', 'empty-auth', 'remote-url']) await breaks[id]?.(bench);
    const { ok, stderr } = await examine(bench, ['--fix']);
    expect(ok, stderr).to.equal(true);
    const shown = [...stderr.matchAll(/^\$ (.*)$/gm)].map(([, command = '']) =>
      command.split(' ').slice(0, 3).join(' '),
    );
    expect(shown).to.deep.equal([
      'git config --global',
      'git remote set-url',
      "sed -i.before-git-codecommit '1,1d'",
      'git config --global',
    ]);
    expect((await bench.git(['fetch'])).code).to.equal(0);
  });

  it("of which one is another profile's helper: what follows from it is no failure of its own", async () => {
    const bench = await workshop.bench();
    await bench.home.addProfile('stranger', bench.fixture.ana.key);
    await bench.edit(['.gitconfig'], (text) => text.replace("--profile 'my-app'", "--profile 'stranger'"));
    const { findings } = await examine(bench);
    expect(findings.filter(({ level }) => level === 'fail').map(({ id }) => id)).to.deep.equal(['helper']);
    expect(findings.find(({ id }) => id === 'repository')).to.include({ level: 'skip', fix: null });
  });
});

describe('offline', function () {
  this.timeout(180_000);
  const offline = { HTTPS_PROXY: 'http://127.0.0.1:9' };
  let workshop: Workshop;
  before(async () => {
    workshop = await Workshop.open();
  });
  after(() => workshop.close());

  it('everything that needs no network is looked at, and the rest says why it is not', async () => {
    const bench = await workshop.bench();
    await breaks['network']?.(bench);
    const { findings } = await examine(bench, [], offline);
    const levels = Object.fromEntries(findings.map(({ id, level }) => [id, level]));
    const local = [
      'git-version',
      'node-version',
      'credentials-file',
      'profile',
      'legacy-token',
      'config-conflict',
      'environment',
      'helper',
      'helper-order',
      'use-http-path',
      'remote-url',
      'netrc',
      'extra-header',
      'empty-auth',
      'cached-password',
      'expiry',
    ];
    for (const id of local) expect(levels[id], id).to.equal('ok');
    for (const id of ['clock', 'identity', 'repository', 'pull', 'push']) {
      expect(levels[id], id).to.equal('skip');
      expect(findings.find((finding) => finding.id === id)?.detail, id).to.match(
        /^Not looked at: Cannot reach .* through the proxy 127\.0\.0\.1:9/,
      );
    }
    expect(levels['network']).to.equal('fail');
  });

  it('a cause that needs no network is still the one that is named', async () => {
    const bench = await workshop.bench();
    await breaks['network']?.(bench);
    await breaks['use-http-path']?.(bench);
    expect(firstOf(await examine(bench, [], offline))?.id).to.equal('use-http-path');
  });
});
