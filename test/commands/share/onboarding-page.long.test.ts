import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { expect } from 'chai';

import type { Templates } from '../../../src/core/ports/templates.js';
import type { TeamRecipe } from '../../../src/core/team-recipe.js';
import { onboardingPage } from '../../../src/commands/share/onboarding-page.js';
import { setupCommand } from '../../../src/commands/share/setup-command.js';
import { parseTeamRecipe } from '../../../src/team/team-recipe.js';
import { methods } from '../../../src/methods/index.js';
import { printTeamRecipe } from '../../../src/team/team-recipe-text.js';
import { browserPage } from '../../helpers/browser-page.js';
import type { BrowserPage, Look } from '../../helpers/browser-page.js';
import { cleanEnvironment } from '../../helpers/environment.js';
import { needs } from '../../helpers/needs.js';
import { run } from '../../helpers/run.js';
import { undoAfter } from '../../helpers/undo.js';

const folder = resolve(import.meta.dirname, '..', '..', '..', 'templates');
const templates: Pick<Templates, 'read'> = { read: (path) => readFile(join(folder, path), 'utf8') };
const example = (): Promise<string> => readFile(join(folder, 'team', 'recipe.ini'), 'utf8');

function pageOf(recipe: TeamRecipe, publishedAt?: string): Promise<string> {
  const method = methods.find(({ id }) => id === recipe.method);
  if (method === undefined) throw new Error(`no method ${recipe.method}`);
  return onboardingPage({ recipe, text: printTeamRecipe(recipe), method, publishedAt }, templates);
}

const role = 'arn:aws:iam::444455556666:role/Developer';
const others: readonly [TeamRecipe, TeamRecipe, TeamRecipe] = [
  {
    method: 'saml',
    region: 'eu-west-1',
    team: 'Payments',
    repository: 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app',
    answers: { idpUrl: 'https://idp.example.com/app/aws?tile=1', roleArn: role },
  },
  {
    method: 'identity-center',
    region: 'eu-west-1',
    answers: {
      startUrl: 'https://corp.awsapps.com/start',
      ssoRegion: 'eu-central-1',
      accountId: '444455556666',
      roleName: 'Developer',
    },
  },
  {
    method: 'web-identity',
    region: 'us-east-1',
    contact: 'ana@example.com',
    answers: { provider: 'oidc', issuer: 'https://login.example.com', clientId: 'git-codecommit', roleArn: role },
  },
];

const long = 'x'.repeat(100);
const longest: TeamRecipe = {
  method: 'saml',
  team: 'T'.repeat(200),
  contact: 'c'.repeat(200),
  region: 'ap-southeast-3',
  repository: `https://git-codecommit.ap-southeast-3.amazonaws.com/v1/repos/${long}`,
  answers: {
    idpUrl: `https://${'idp.'.repeat(40)}example.com/${long}`,
    roleArn: `arn:aws:iam::444455556666:role/${long}/${long}/Developer`,
    duration: '4h',
  },
};
const hostile: TeamRecipe = {
  method: 'saml',
  team: '<script>document.title="owned"</script></title></pre></code><style>*{display:none}</style>',
  contact: '"><img src=https://evil.example/x onerror=alert(1)> {{command}} &amp; \'',
  region: 'eu-west-1',
  repository: 'my-app',
  answers: { idpUrl: 'https://idp.example.com/?a="><svg/onload=alert(1)>&b=\'{{recipe}}' },
};

const [first, second] = others;

describe('the command on an onboarding page', () => {
  it("is the recipe's address where it is published, else its answers as flags", () => {
    expect(setupCommand(first, 'https://wiki.example.com/team.ini').join(' ')).to.equal(
      'git codecommit setup --from https://wiki.example.com/team.ini',
    );
    expect(setupCommand({ ...first, answers: { policyArn: 'a\nb' } }, undefined).join(' ')).to.equal(
      'git codecommit setup --method saml --repository ' +
        'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app --policy-arn a --policy-arn b',
    );
    expect(setupCommand(second, undefined).join(' ')).to.include(
      '--region eu-west-1 --start-url https://corp.awsapps.com/start',
    );
  });

  it('means the same to a shell, whatever stands in it', async () => {
    const values = [
      'https://idp.example.com/app?a=1&b=2;c',
      'team 7',
      'it\'s $(touch x) `y` "z"',
      '!history',
      'C:\\x',
      '*',
      '~',
      '#tile',
    ];
    const words = setupCommand({ method: 'saml', answers: { policyArn: values.join('\n') } }, undefined).slice(5);
    const { stdout } = await run('sh', ['-c', `for word in ${words.join(' ')}; do printf '%s\\n' "$word"; done`], {
      env: cleanEnvironment(),
    });
    expect(stdout.split('\n').filter((line) => line !== '' && line !== '--policy-arn')).to.deep.equal(values);
  });
});

describe('templates/team', () => {
  it('holds an example of a recipe that is read', async () => {
    const { method, team, answers } = parseTeamRecipe(await example(), methods);
    expect({ method, team, answers }).to.deep.equal({
      method: 'assume-role',
      team: 'Payments',
      answers: { roleArn: 'arn:aws:iam::111122223333:role/CodeCommitDeveloper' },
    });
  });

  it('holds no reference to anything outside the page', async () => {
    for (const path of ['team/onboarding.html', 'team/picture.svg']) {
      const text = (await templates.read(path)).replaceAll('http://www.w3.org/2000/svg', '');
      expect(text, path).to.not.match(/https?:|url\((?!#tip\))|@import|<script|src=|\son\w+=/i);
    }
  });
});

describe('an onboarding page in a browser', function () {
  this.timeout(120_000);
  const undo = undoAfter();
  let page: BrowserPage;
  let axe: string;

  before(needs('chromium'));
  before(async () => {
    page = await browserPage();
    undo(() => page.close());
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  });

  const overflowing = `(() => { const width = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll('body *')].filter((one) => !one.closest('svg') && one.getBoundingClientRect().right > width + 0.5).map((one) => one.tagName + '.' + one.className);
    const boxes = [...document.querySelectorAll('svg text')].filter((one) => { const { x, width: own } = one.getBBox(); return x < 2 || x + own > 338; }).map((one) => one.textContent);
    return [document.documentElement.scrollWidth > width ? 'the page' : [], wide, boxes].flat(); })()`;
  const open = async (recipe: TeamRecipe, look: Look): Promise<void> => {
    await page.open(await pageOf(recipe), look);
    await page.value('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
  };
  const recipes = async (): Promise<readonly TeamRecipe[]> => [
    parseTeamRecipe(await example(), methods),
    ...others,
    longest,
    hostile,
  ];

  for (const width of [320, 390, 1280]) {
    it(`fits ${width} pixels, asks for nothing, and has no errors`, async () => {
      for (const recipe of await recipes()) {
        for (const look of [{ width }, { width, scheme: 'dark' }, { width, media: 'print' }] as const) {
          await open(recipe, look);
          expect(await page.value(overflowing), recipe.method).to.deep.equal([]);
          expect(page.requests.filter((url) => !url.startsWith('data:'))).to.deep.equal([]);
          expect(page.errors).to.deep.equal([]);
        }
      }
    });
  }

  it('can be read by everybody: contrast, names, order and language, in light and in dark', async () => {
    for (const recipe of [parseTeamRecipe(await example(), methods), ...others]) {
      for (const scheme of ['light', 'dark'] as const) {
        await open(recipe, { width: 390, scheme });
        await page.value(`${axe}; undefined`);
        const violations = await page.value<readonly { id: string; nodes: readonly { html: string }[] }[]>(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ ' +
            'html }) => ({ html })) })))',
        );
        expect(violations, `${recipe.method}, ${scheme}`).to.deep.equal([]);
      }
    }
    const headings = await page.value<readonly string[]>(
      '[...document.querySelectorAll("h1, h2, h3")].map((one) => one.tagName)',
    );
    expect(headings[0]).to.equal('H1');
  });

  it('gives the command as it has to be typed, and the recipe as a file that is read', async () => {
    const recipe = parseTeamRecipe(await example(), methods);
    await open(recipe, { width: 390 });
    const selected = await page.value(
      '(() => { getSelection().selectAllChildren(document.querySelector(".command")); return ' +
        'getSelection().toString(); })()',
    );
    expect(selected).to.equal(setupCommand(recipe, undefined).join(' '));
    const saved = await page.value<string>(
      'fetch(document.querySelector("a[download]").href).then((answer) => answer.text(), () => ' +
        'decodeURIComponent(document.querySelector("a[download]").href.split(",").slice(1).join(",")))',
    );
    expect(parseTeamRecipe(saved, methods)).to.deep.equal(recipe);
    expect(await page.value('document.querySelector("a[download]").download')).to.equal('team.ini');
  });

  it('shows what somebody put into the recipe as text, and nothing else', async () => {
    const shape =
      '[...document.querySelectorAll("*")].map((one) => one.tagName + one.getAttributeNames().join()).join(" ")';
    await open(
      { ...hostile, team: 'a', contact: 'b', answers: { idpUrl: 'https://idp.example.com/' } },
      { width: 390 },
    );
    const plain = await page.value<string>(shape);
    await open(hostile, { width: 390 });
    expect(await page.value(shape)).to.equal(plain);
    expect(await page.value('document.querySelector(".team").textContent')).to.equal(hostile.team);
    expect(await page.value('document.body.textContent'))
      .to.include('{{command}}')
      .and.include('{{recipe}}')
      .and.include(hostile.contact);
    expect(await page.value('document.title')).to.equal(`${hostile.team ?? ''}: my-app`);
  });
});
