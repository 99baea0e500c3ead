import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '../../..');

/** What a person would type, at the beginning of a text or in it. */
const commands: readonly RegExp[] = [
  /\bgit codecommit\b/,
  /\bgit (?:-|config|clone|remote|credential|fetch|pull|push|update|submodule|init|version)\b/,
  /\baws (?:login|logout|sso|sso-admin|sts|iam|configure|codecommit|identitystore|cognito|s3)\b/,
  /\b(?:eval|unset|export|chmod|chown|rm|sed|ls|kill|source|sudo|icacls|attrib|del) (?:["'$-]|[A-Z]{2,}_|\/)/,
  /\bchmod [augo]*[+-=\d]/,
  /\b(?:npm|npx|pnpm|yarn) (?:i|install|run|exec|update)\b/,
];

/** What is written by hand all the same, and why: a folder or a file, and for a file the texts. */
const allowed: readonly { readonly path: string; readonly texts?: RegExp; readonly why: string }[] = [
  { path: 'src/core/advice/', why: 'the registry of what people are told to do' },
  { path: 'src/core/shells/', why: 'each shell, by what is typed into it' },
  {
    path: 'src/aws/credential-formats/keys-block.ts',
    texts: /the one with export AWS_ACCESS_KEY_ID=/,
    why: "what stands on AWS's page, to be copied",
  },
  {
    path: 'src/commands/clone/git-clone.ts',
    texts: /^git clone ended with/,
    why: 'what was run, and failed',
  },
  {
    path: 'src/commands/help/topics/',
    texts: /^[a-z0-9 ]+(?:, [a-z0-9 ]+){3}/,
    why: 'words that people look for, of which some are commands of others',
  },
  {
    path: 'src/commands/completion/index.ts',
    texts: /`eval "\$\(…\)"` in ~\/\.bashrc/,
    why: "how a shell loads a script, whatever the reader's own is",
  },
  { path: 'src/commands/setup/run.ts', texts: /^git codecommit: temporary/, why: 'our name, as a heading' },
  { path: 'src/doctor/report.ts', texts: /^git codecommit doctor: report$/, why: 'by which older reports are known' },
  { path: 'src/git/settings/helper-value.ts', texts: /^!aws codecommit/, why: "a setting's value, which Git runs" },
  { path: 'src/methods/console-login.ts', texts: /^aws login$/, why: "the name of AWS's way to sign in" },
  {
    path: 'src/system/process/act-as-owner.ts',
    texts: /\("sudo -H"\)/,
    why: "how sudo is to be called, for the reader's own command",
  },
  { path: 'src/profile/profiles.ts', texts: /^aws login session$/, why: "the name of AWS's way to sign in" },
  { path: 'src/system/aws/profiles/sdk-providers.ts', texts: /^`aws login`$/, why: "the name of AWS's way to sign in" },
];

/** A text in the source that holds a command. */
interface Found {
  readonly place: string;
  readonly text: string;
}

describe('a command in a text', () => {
  let found: readonly Found[];
  before(() => {
    found = sources().flatMap((path) => handWritten(path, readFileSync(join(root, path), 'utf8')));
  });

  it('is made by src/core/advice, and never written by hand', () => {
    const strays = found.filter((one) => !allowed.some((known) => isKnown(one, known)));
    expect(strays.map(({ place, text }) => `${place}: ${text.slice(0, 100)}`).join('\n')).to.equal('');
  });

  it('is found in every way in which it can be written', () => {
    const texts = [
      "const a = 'Run: git codecommit refresh';",
      'const a = `Set it up: git codecommit setup --profile ${b}`;',
      "const a = 'Sign in to the portal: git codecommit ' +\n  'setup --method saml';",
      "const a = `then: git ${'codecommit'} refresh`;",
      'const a = sentence`Run: aws sso login`;',
      "const a = 'unset AWS_PROFILE';",
      "const a = `chmod u+w '${b}'`;",
      'const a = \'eval "$(x)"\';',
      "const a = ['git', 'codecommit'].join(' ');",
    ];
    expect(texts.filter((text) => handWritten('a.ts', text).length === 0)).to.deep.equal([]);
    expect(handWritten('a.ts', "const a = 'Git config is read.'; // git codecommit refresh\n")).to.deep.equal([]);
  });

  it('is allowed only where there still is one', () => {
    const unused = allowed.filter((known) => !found.some((one) => isKnown(one, known)));
    expect(unused).to.deep.equal([]);
  });
});

function isKnown({ place, text }: Found, { path, texts }: (typeof allowed)[number]): boolean {
  return place.startsWith(path) && (texts === undefined || texts.test(text));
}

function sources(): readonly string[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .sort();
}

/** The texts of a file that hold a command, each put together from its pieces. */
function handWritten(path: string, source: string): readonly Found[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found: Found[] = [];
  const look = (node: ts.Node): void => {
    const text = textOf(node);
    if (text === undefined) {
      ts.forEachChild(node, look);
      return;
    }
    if (commands.some((command) => command.test(text))) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push({ place: `${path}:${line + 1}`, text: text.slice(0, 200) });
    }
    inside(node, look);
  };
  look(file);
  return found;
}

/** A literal, a template or a sum of them as one text, with `…` for what is put in. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) && (ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent)))
    return undefined;
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return (
      node.head.text + node.templateSpans.map((span) => (textOf(span.expression) ?? '…') + span.literal.text).join('')
    );
  if (ts.isArrayLiteralExpression(node)) {
    const words = node.elements.map(textOf);
    return words.some((word) => word !== undefined) ? words.map((word) => word ?? '…').join(' ') : undefined;
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    return left === undefined && right === undefined ? undefined : `${left ?? '…'}${right ?? '…'}`;
  }
  return undefined;
}

/** What is put into a text is looked at by itself. */
function inside(node: ts.Node, look: (node: ts.Node) => void): void {
  if (ts.isTemplateExpression(node)) node.templateSpans.forEach(({ expression }) => look(expression));
  else if (ts.isArrayLiteralExpression(node))
    node.elements.filter((element) => textOf(element) === undefined).forEach(look);
  else if (ts.isBinaryExpression(node))
    [node.left, node.right].forEach((side) => {
      if (textOf(side) === undefined) look(side);
      else inside(side, look);
    });
}
