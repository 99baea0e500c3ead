import { resolve } from 'node:path';
import { expect } from 'chai';

import { onboardingPage } from '../../../../src/commands/share/onboarding-page.js';
import { givenQuestion } from '../../../../src/commands/setup/given/ask-given.js';
import { plainText } from '../../../../src/core/advice/say.js';
import type { Text } from '../../../../src/core/advice/advice.js';
import { GoBack } from '../../../../src/core/go-back.js';
import type { Prompt, Ui } from '../../../../src/core/ports/ui.js';
import type { TeamRecipe } from '../../../../src/core/team-recipe.js';
import { nothingHanded } from '../../../../src/interview/answer-source.js';
import type { Handed } from '../../../../src/interview/answer-source.js';
import { NothingGiven } from '../../../../src/interview/given/nothing-given.js';
import { requestForAdministrator } from '../../../../src/interview/given/nothing.js';
import { methods } from '../../../../src/methods/index.js';
import { printTeamRecipe } from '../../../../src/team/team-recipe-text.js';
import { rejection } from '../../../helpers/aws-client.js';
import { policyCases } from '../../../helpers/policy-cases.js';
import { policyCommand } from '../../../helpers/policy-command.js';
import { shippedTemplates } from '../../../helpers/shipped-templates.js';
import type { Fixture } from '../../../sandbox/rehearsal/fixture.js';
import { opening } from '../../../sandbox/rehearsal/words.js';

const url = 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app';
const role = 'arn:aws:iam::444455556666:role/Developer';
const csv = 'Access key ID,Secret access key\nAKIAIOSFODNN7EXAMPLE,wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n';

interface Asked {
  readonly repository: string;
  readonly handed: Handed;
  readonly prompts: readonly Prompt[];
  readonly said: string;
  readonly opened: readonly string[];
}

/** What stands for a folder where a file is looked for. */
const folder = '(a folder)';

/** Answers the first question, and those behind it. `files` are the only ones that there are. */
async function give(
  answers: readonly (string | GoBack)[],
  { files = {}, suggestion }: { files?: Readonly<Record<string, string>>; suggestion?: string } = {},
): Promise<Asked> {
  const handed = nothingHanded();
  const [prompts, said, opened]: [Prompt[], string[], string[]] = [[], [], []];
  const say = (text: Text): void => void said.push(plainText(text));
  const ui = {
    interactive: true,
    ask: (prompt: Prompt) => {
      const answer = answers[prompts.length];
      prompts.push(prompt);
      if (answer instanceof GoBack) return Promise.reject(answer);
      const why = prompt.check?.(answer ?? '');
      if (answer === undefined || why !== undefined)
        return Promise.reject(new Error(`${prompt.message} ${plainText(why ?? 'has no answer here')}`));
      return Promise.resolve(answer);
    },
    say,
    warn: say,
    heading: say,
    table: (rows: readonly (readonly Text[])[]) =>
      rows.forEach((row) => say(row.map((cell) => plainText(cell)).join(' '))),
  } as unknown as Ui;
  const question = givenQuestion(
    { suggestion, flags: { texts: () => undefined }, handed },
    {
      ui,
      cwd: '/home/ana/mail',
      homeDirectory: '/home/ana',
      files: {
        stat: (path) =>
          Promise.resolve(
            files[path] === undefined
              ? undefined
              : {
                  mode: 0o600,
                  isLink: false,
                  isDirectory: files[path] === folder,
                  isFile: files[path] !== folder,
                  size: 1,
                },
          ),
      },
      readText: (path) => {
        opened.push(path);
        const text = files[resolve('/home/ana/mail', path.replace(/^~/, '/home/ana'))];
        return text === undefined ? Promise.reject(new Error(`${path} is opened`)) : Promise.resolve(text);
      },
    },
  );
  const repository = (await question.converse?.(ui, () => Promise.reject(new Error('not here')))) ?? '';
  return { repository, handed, prompts, said: said.join('\n'), opened };
}

/** What a browser copies of a page. */
const copied = (html: string): string =>
  html
    .replace(/<(style|svg|head)[\s\S]*?<\/\1>/g, '')
    .replace(/<\/(?:dt|dd|p|li|h\d|pre|strong)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const portalRecipe: TeamRecipe = {
  method: 'identity-center',
  region: 'eu-west-1',
  repository: url,
  team: 'Payments',
  answers: {
    startUrl: 'https://corp.awsapps.com/start',
    ssoRegion: 'eu-central-1',
    accountId: '444455556666',
    roleName: 'Developer',
  },
};

describe('the first question', function () {
  this.timeout(120_000);

  it("understands the page and the recipe of share, policy's command for people, and the text for administrators", async () => {
    const recipes: readonly TeamRecipe[] = [
      portalRecipe,
      {
        method: 'assume-role',
        region: 'eu-west-1',
        repository: url,
        answers: { roleArn: role, externalId: 'payments-7' },
      },
      {
        method: 'saml',
        region: 'eu-west-1',
        repository: url,
        answers: { idpUrl: 'https://idp.example.com/aws?tile=1' },
      },
    ];
    for (const recipe of recipes) {
      const text = printTeamRecipe(recipe);
      const method = methods.find(({ id }) => id === recipe.method);
      if (method === undefined) throw new Error(recipe.method);
      const page = copied(await onboardingPage({ recipe, text, method, publishedAt: undefined }, shippedTemplates));
      for (const pasted of [text, page]) {
        const { repository, handed, opened } = await give([pasted, 'yes']);
        expect(repository).to.equal(url);
        expect(handed.answers).to.include({ method: recipe.method, ...recipe.answers });
        expect(opened).to.deep.equal([]);
      }
    }
    const policy = await policyCommand();
    try {
      for (const one of new Map(policyCases.map((each) => [each.method, each])).values()) {
        const { then } = await policy.set(one);
        const { handed } = await give([`Run this:\n${then}\n`, 'yes', url, url]);
        expect(handed.answers['method'], then).to.equal(one.method);
        for (const [, name = '', value = ''] of then.matchAll(
          /--(role-arn|start-url|account-id|identity-pool-id) ([^\s'<]\S*)/g,
        ))
          expect(Object.values(handed.answers), `--${name} of: ${then}`).to.include(value);
      }
    } finally {
      await policy.home.remove();
    }
    const filled = requestForAdministrator()
      .replace('Repository (its URL or name):', `$& ${url}`)
      .replace('Access portal or sign-in page:', '$& https://corp.awsapps.com/start')
      .replace('AWS account:', '$& 444455556666');
    const { repository, handed } = await give([filled]);
    expect(repository).to.equal(url);
    expect(handed.answers).to.include({
      method: 'identity-center',
      startUrl: 'https://corp.awsapps.com/start',
      accountId: '444455556666',
    });
  });

  it('takes a name, and nothing, as it always did', async () => {
    for (const text of ['my-app', url, '']) {
      const { repository, handed, prompts, said } = await give([text]);
      expect([repository, handed, prompts.length, said]).to.deep.equal([text, nothingHanded(), 1, '']);
    }
    expect((await give(['-'], { suggestion: url })).repository).to.equal('');
  });

  it('asks for the repository where something else was given, and leads back from there', async () => {
    const portal = 'https://acme.awsapps.com/start';
    const { prompts, repository, handed } = await give([portal, new GoBack(), portal, 'my-app']);
    expect(prompts.map(({ message, back = false }) => [message, back])).to.deep.equal([
      ['What were you given?', false],
      ['What do you want to clone?', true],
      ['What were you given?', false],
      ['What do you want to clone?', true],
    ]);
    expect(prompts[2]?.suggestion).to.equal(portal);
    expect(repository).to.equal('my-app');
    expect(handed.answers).to.include({ method: 'identity-center', startUrl: portal });
  });

  it('takes a file wherever it is named, where it is a file, and says which is none', async () => {
    const at = (path: string): { files: Readonly<Record<string, string>> } => ({ files: { [path]: csv } });
    for (const [text, path] of [
      ['access key  accessKeys.csv, in the folder /tmp/x', '/tmp/x/accessKeys.csv'],
      ['Key file: ~/Downloads/alice_accessKeys.csv', '/home/ana/Downloads/alice_accessKeys.csv'],
      ['Key file: "$HOME/My Keys/accessKeys.csv" (sent today)', '/home/ana/My Keys/accessKeys.csv'],
      ['see attached accessKeys.csv', '/home/ana/mail/accessKeys.csv'],
      ['The file accessKeys (1).csv is in your Downloads folder', '/home/ana/Downloads/accessKeys (1).csv'],
      ['It is at /srv/My Keys/a.csv and /home/ana/mail/x.csv', '/srv/My Keys/a.csv'],
    ] as const) {
      const { handed, opened } = await give([`${url}\n${text}\n`], at(path));
      expect(opened.length, text).to.equal(1);
      expect(handed.secrets, text).to.deep.equal({ sourceKeys: csv });
    }
    const twice = await give(
      [`${url}\naccessKeys.csv\nIt is /home/ana/mail/accessKeys.csv`],
      at('/home/ana/mail/accessKeys.csv'),
    );
    expect([twice.opened, twice.prompts.length]).to.deep.equal([['accessKeys.csv'], 1]);
    for (const files of [{}, { '/home/ana/mail/accessKeys.csv': folder }]) {
      const none = await give([`${url}\n${role}\nsee attached accessKeys.csv`], { files });
      expect([none.opened, none.handed.secrets]).to.deep.equal([[], {}]);
      expect(none.said).to.contain('Not used: accessKeys.csv (no such file).');
    }
    const alone = await give(['see attached accessKeys.csv', url]);
    expect(alone.said).to.equal(
      'The file accessKeys.csv cannot be read: there is none. Give its whole path, or drag the file onto this window.',
    );
  });

  it('understands the whole hand-out of the rehearsal', async () => {
    const fixture = {
      home: { path: '/tmp/git-codecommit/home' },
      folder: '/home/ana/mail',
      handed: { repositoryUrl: url, roleArn: role, keysFile: '/home/ana/mail/accessKeys.csv' },
    } as unknown as Fixture;
    const { repository, handed, said } = await give([opening(fixture)], {
      files: { '/home/ana/mail/accessKeys.csv': csv },
    });
    expect(repository).to.equal(url);
    expect(handed.answers).to.include({ method: 'assume-role', roleArn: role });
    expect(handed.secrets).to.deep.equal({ sourceKeys: csv });
    expect(said).to.match(/Not used: \/tmp\/git-codecommit\.$/);
  });

  it('opens the file that is named, and no other', async () => {
    const files = { '/home/ana/accessKeys.csv': csv, '/home/ana/team.ini': printTeamRecipe(portalRecipe) };
    const key = await give([`${url}\n${role}\n/home/ana/accessKeys.csv`], { files });
    expect(key.opened).to.deep.equal(['/home/ana/accessKeys.csv']);
    expect(key.handed.secrets).to.deep.equal({ sourceKeys: csv });
    expect(key.handed.answers).to.include({ method: 'assume-role', roleArn: role });
    expect(key.said).to.not.contain('wJalr');
    const recipe = await give(['/home/ana/team.ini', 'yes'], { files });
    expect(recipe.handed.answers).to.include(portalRecipe.answers);
    expect(recipe.prompts[1]?.message).to.contain('Do you know corp.awsapps.com');
    const none = await give(['\\\\evil.example\\share\\accessKeys.csv\nhttps://evil.example/team.ini', url]).catch(
      () => undefined,
    );
    expect(none?.opened ?? []).to.deep.equal([]);
  });

  it('does not open the recipe that a command names, and says what to run', async () => {
    const { said, opened } = await give(['git codecommit setup --from https://wiki.example.com/team.ini', url]);
    expect(said).to.contain('git codecommit setup --from https://wiki.example.com/team.ini');
    expect(opened).to.deep.equal([]);
  });

  it('takes out of a command only what a team may share, and says what it leaves out', async () => {
    const { said, handed } = await give([
      `git codecommit setup --method process --command 'rm -rf ~' --overwrite --repository ${url}`,
      'yes',
    ]);
    expect(handed.answers).to.deep.equal({ method: 'process', repository: url });
    expect(said).to.contain('Not used: --command, --overwrite');
    expect(said).to.not.contain('rm -rf');
  });

  it('uses no secret, and shows none again', async () => {
    const secretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const { said, handed, prompts } = await give([`AKIAIOSFODNN7EXAMPLE\n${secretKey}\n${url}`]);
    expect(prompts[0]?.hides?.(secretKey)).to.equal(true);
    expect(said).to.contain('a secret access key').and.to.contain('visible');
    expect(said + JSON.stringify(handed)).to.not.contain(secretKey);
  });

  it('begins again with what is too long, and with what says nothing', async () => {
    const { said, repository } = await give(['x '.repeat(40_000), 'Dear all,\nwelcome!', url]);
    expect(repository).to.equal(url);
    expect(said).to.contain('64 KiB').and.to.contain('Nothing in it');
  });

  it('leads to whoever administers AWS who was given nothing', async () => {
    expect(await rejection(give(['nothing']))).to.be.instanceOf(NothingGiven);
  });

  it('makes a choice of two of a kind, and of one repository in two forms none', async () => {
    const other = role.replace('Developer', 'ReadOnly');
    const { prompts, handed } = await give([`${url}\ncodecommit::eu-west-1://my-app\n${role}\n${other}`, other]);
    expect(prompts.map(({ message }) => message)).to.deep.equal(['What were you given?', 'Role: which of them?']);
    expect(handed.answers).to.include({ roleArn: other });
    expect(handed.methods[0]).to.equal('assume-role');
  });
});
