import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from 'chai';

const root = join(import.meta.dirname, '..', '..', '..');

/** What takes back what is written: a file of the command `remove`, or why nothing has to. */
type TakenBack = { readonly by: string } | { readonly stays: string };

const profile: TakenBack = { by: 'take-back.ts' };
const own: TakenBack = { by: 'own-files.ts' };
const nothing: TakenBack = { stays: 'it writes what others give it, and they stand here themselves' };

/** Every place of the code that writes a file, with the number of its calls. */
const writers: Readonly<Record<string, readonly [calls: number, TakenBack]>> = {
  'src/commands/doctor/save-report.ts': [1, { stays: 'somebody named the file, to send it' }],
  'src/commands/policy/save-set.ts': [1, { stays: 'somebody named the folder, to hand the policies out' }],
  'src/commands/remove/own-files.ts': [1, { stays: 'a lock that is free in the end' }],
  'src/commands/remove/take-back.ts': [1, { stays: 'it takes back' }],
  'src/git/config/file.ts': [3, nothing],
  'src/git/settings/replaced.ts': [2, own],
  'src/git/settings/section-order.ts': [1, profile],
  'src/git/settings/settings.ts': [2, profile],
  'src/helper/answer/renew-for-git.ts': [1, own],
  'src/helper/helper-memory.ts': [2, own],
  'src/helper/renew.ts': [1, own],
  'src/helper/trace.ts': [2, { stays: 'somebody named the file, to read it' }],
  'src/interview/hand-over.ts': [1, { stays: 'somebody named the file, to send it' }],
  'src/profile/profile-store.ts': [1, { stays: 'an [sso-session], which the AWS CLI uses too; it is named' }],
  'src/profile/repair-files.ts': [1, { stays: 'a repair that was asked for' }],
  'src/profile/store-changes.ts': [5, profile],
  'src/state/recipes.ts': [3, profile],
  'src/state/state.ts': [2, profile],
  'src/state/token-store.ts': [1, own],
  'src/stores/git-settings-changes.ts': [2, own],
  'src/stores/command-link-store.ts': [2, own],
  'src/methods/web-identity/renewal.ts': [1, own],
  'src/system/aws/profiles/sdk-providers.ts': [1, { stays: "a lock beside AWS's cache, free in the end" }],
  'src/system/aws/profiles/sso-tokens.ts': [3, { stays: "the access portal's token, the AWS CLI's too; it is named" }],
  'src/system/browser/profile-folder.ts': [1, { by: 'forget-browser.ts' }],
  'src/system/browser/saml-browser.ts': [1, own],
  'src/system/command-link.ts': [1, own],
  'src/system/files/copy-folder.ts': [6, own],
  'src/system/files/descriptors.ts': [4, nothing],
  'src/system/files/make-folder.ts': [2, nothing],
  'src/system/files/note-absent.ts': [3, own],
  'src/system/files/read-text.ts': [1, { stays: 'it opens a pipe, to read it' }],
  'src/system/files/regular-file.ts': [2, nothing],
  'src/system/files/replace.ts': [6, nothing],
  'src/system/lock/holding.ts': [4, nothing],
  'src/system/process/act-as-owner.ts': [1, nothing],
  'src/system/process/controlling-terminal.ts': [2, { stays: 'it opens the terminal' }],
  'src/system/process/lend-terminal.ts': [1, { stays: 'it opens the terminal' }],
  'src/system/program.ts': [1, own],
  'src/system/terminal/data-output.ts': [1, { stays: 'it is standard output' }],
  'src/system/terminal/keyboard/line-reader.ts': [1, { stays: 'it opens the terminal' }],
};

const ports = /\.(?:edit|withLock|copyTo)\(|\b(?:makeFolder|copyFolder|writeWhole|setValues|addValue)\(/g;
const disk =
  /^(?:(?:write|append|copy|truncate|f?truncate|open|link|symlink|rename|mkdir|mkdtemp|cp)\w*|createWriteStream)$/;

/** How many calls in a file may write. */
function callsIn(path: string): number {
  const code = readFileSync(join(root, path), 'utf8').replace(/^\s*(?:\*|\/\/|\/\*\*).*$/gm, '');
  const imported = [...code.matchAll(/import \{([^}]*)\} from 'node:fs(?:\/promises)?'/g)]
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.trim().replace(/^.* as /, ''))
    .filter((name) => disk.test(name));
  const direct = imported.flatMap((name) => [...code.matchAll(new RegExp(`(?<![.\\w])${name}\\(`, 'g'))]);
  return [...code.matchAll(ports)].length + direct.length;
}

describe('what is written', () => {
  it('is known to remove: whoever adds a place that writes says here what takes it back', () => {
    const found = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => `src/${path.replaceAll('\\', '/')}`)
      .map((path): [string, number] => [path, callsIn(path)])
      .filter(([, calls]) => calls > 0);
    expect(Object.fromEntries(found)).to.deep.equal(
      Object.fromEntries(Object.entries(writers).map(([path, [calls]]) => [path, calls])),
    );
  });

  it('is taken back by a file of that command', () => {
    for (const [path, [, takenBack]] of Object.entries(writers))
      if ('by' in takenBack)
        expect(existsSync(join(root, 'src', 'commands', 'remove', takenBack.by)), path).to.equal(true);
  });
});
