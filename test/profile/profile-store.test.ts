import { sentence } from '../../src/core/advice/advice.js';
import { repairFiles } from '../../src/core/advice/own-commands.js';
import { plainText } from '../../src/core/advice/say.js';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { expect } from 'chai';
import type { Credentials } from '../../src/core/credentials.js';
import { isProblem } from '../../src/core/problem.js';
import type { Problem } from '../../src/core/problem.js';
import { Secret } from '../../src/core/secret.js';
import { findPaths } from '../../src/state/paths.js';
import { openState } from '../../src/state/state.js';
import { backupPaths } from '../../src/state/paths.js';
import { openProfileStore } from '../../src/profile/profile-store.js';
import type { ProfileStore } from '../../src/profile/profile-store.js';
import { openAwsFileReader } from '../../src/system/files/aws-file-reader.js';
import { createFiles } from '../../src/system/files/files.js';
import { temporaryHome } from '../helpers/environment.js';
import type { TemporaryHome } from '../helpers/environment.js';

const session: Credentials = {
  accessKeyId: 'ASIANEW',
  secretAccessKey: new Secret('new/secret+='),
  sessionToken: new Secret('IQo/new=='),
  expiration: new Date('2026-11-23T12:34:56.789Z'),
};
const longTerm: Credentials = { accessKeyId: 'AKIANEW', secretAccessKey: new Secret('long') };
const keys =
  'aws_access_key_id = ASIANEW\naws_secret_access_key = new/secret+=\naws_session_token = ' +
  'IQo/new==\nx_security_token_expires = 2026-11-23T12:34:56Z\n';
const windows = process.platform === 'win32';

describe('the store of profiles', () => {
  let home: TemporaryHome;
  let paths: ReturnType<typeof findPaths>;
  let store: ProfileStore;

  const open = (): ProfileStore => {
    const files = createFiles();
    return openProfileStore({
      files,
      awsFileReader: openAwsFileReader(),
      paths,
      state: openState(files, paths.state),
      managed: () => Promise.resolve(['managed']),
    });
  };
  const has = (credentials: string, config?: string): void => {
    mkdirSync(home.file('.aws'), { recursive: true, mode: 0o700 });
    writeFileSync(paths.credentials, credentials, { encoding: 'latin1', mode: 0o600 });
    if (config !== undefined) writeFileSync(paths.config, config, { encoding: 'latin1', mode: 0o600 });
  };
  const credentialsFile = (): string => readFileSync(paths.credentials, 'latin1');
  const configFile = (): string => readFileSync(paths.config, 'latin1');
  const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!isProblem(error)) throw new Error(`no Problem: ${String(error)}`);
    return error;
  };

  beforeEach(async () => {
    home = await temporaryHome();
    paths = findPaths('linux', { HOME: home.path, XDG_STATE_HOME: home.file('state') }, home.path);
    store = open();
  });
  afterEach(() => home.remove());

  describe('writing', () => {
    it('makes file and folder where there are none, for the user alone', async () => {
      await store.write('dev', session, { region: 'eu-west-1' });
      expect(credentialsFile()).to.equal(`[dev]\n${keys}`);
      expect(configFile()).to.equal('[profile dev]\nregion = eu-west-1\n');
      if (!windows)
        expect(
          [paths.credentials, paths.config, home.file('.aws')].map((path) => statSync(path).mode & 0o777),
        ).to.deep.equal([0o600, 0o600, 0o700]);
    });

    it('replaces a session, and takes away what other tools left that would contradict it', async () => {
      has(
        '# mine\n[dev]\nAWS_ACCESS_KEY_ID = ASIAOLD\naws_secret_access_key=old\naws_security_token = ' +
          'STALE\nexpiration = 2020-01-01 00:00:00\nx_principal_arn = arn\n[z]\nx = 1\n',
      );
      await store.write('dev', session, {});
      expect(credentialsFile()).to.equal(`# mine\n[dev]\n${keys}x_principal_arn = arn\n[z]\nx = 1\n`);
    });

    it('writes no end where none is known, and no stale one stays', async () => {
      has(`[dev]\n${keys}`);
      await store.write('dev', { ...session, expiration: undefined }, {});
      expect(credentialsFile()).to.equal(`[dev]\n${keys.replace(/x_.*\n/, '')}`);
    });

    it('writes long-term keys for a kept source, without token or end', async () => {
      has(`[dev-source]\n${keys}`);
      await store.write('dev-source', longTerm, {});
      expect(credentialsFile()).to.equal('[dev-source]\naws_access_key_id = AKIANEW\naws_secret_access_key = long\n');
      expect((await store.keys('dev-source'))?.sessionToken).to.equal(undefined);
    });

    it('leaves a Region that is set, however its header is written', async () => {
      has('', '[profile "dev"]\nREGION : us-east-1\n[default]\noutput = json\n');
      await store.write('dev', session, { region: 'eu-west-1' });
      expect(configFile()).to.contain('[profile "dev"]\nREGION : us-east-1\n[default]');
      await store.write('default', session, { region: 'eu-west-1' });
      expect(configFile()).to.contain('[default]\noutput = json\nregion = eu-west-1\n');
    });

    describe('leaves what is a section or a key for one reader alone, and names its line', () => {
      const spaces = [' ', '\t', '\f', '\v', '\u00a0', '\u1680', '\u2003', '\u2028', '\u2029', '\u202f', '\u3000'];
      for (const space of [...spaces, ' \u0085', '\u00a0\ufeff', ' \x1f']) {
        const shown = Array.from(space)
          .map((one) => `U+${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join(' ');
        // AWS's JavaScript loader does not take these for white space, and the line for no header.
        const isHeader = space.trim() === '';
        if (isHeader)
          it(`a header behind ${shown}`, async () => {
            await refused(`[dev]\naws_session_token = T\n${space}[DEFAULT]\nregion = x\n`, 3);
          });
        it(`a key behind ${shown}`, async () => {
          await refused(`[dev]\nx = 1\naws_session_token = T\n${space}region = x\n`, 4);
        });
      }

      it('a key of ours behind a byte order mark', async () => {
        await refused('[dev]\naws_access_key_id = A\n\ufeffaws_session_token = T\n', 3);
      });

      it('when keys are taken out again', async () => {
        await store.write('dev', session, {});
        const text = Buffer.from(`${credentialsFile()}\u00a0[DEFAULT]\ny = 1\n`, 'utf8').toString('latin1');
        has(text);
        const problem = await problemOf(store.remove('dev'));
        expect([problem.kind, credentialsFile()]).to.deep.equal(['file', text]);
        expect(problem.message).to.contain(`${paths.credentials}, line 6`);
      });

      it('when a Region is written to config or taken out of it, before any file is changed', async () => {
        const config = (key: string): string => `[profile a]\nx = 1\n[profile dev]\r${key}\n`;
        has('', config('output = json'));
        const written = await problemOf(store.write('dev', session, { region: 'eu-west-1' }));
        expect(written.message).to.contain(`${paths.config}, line `);
        expect([credentialsFile(), configFile()]).to.deep.equal(['', config('output = json')]);
        has('', '');
        await store.write('dev', session, { region: 'eu-west-1' });
        has(credentialsFile(), config('region = eu-west-1'));
        const removed = await problemOf(store.remove('dev'));
        expect(removed.message).to.contain(`${paths.config}, line 3`);
        expect([credentialsFile(), configFile()]).to.deep.equal([`[dev]\n${keys}`, config('region = eu-west-1')]);
      });

      async function refused(characters: string, line: number): Promise<void> {
        const text = Buffer.from(characters, 'utf8').toString('latin1');
        has(text);
        const problem = await problemOf(store.write('dev', session, {}));
        expect([problem.kind, credentialsFile()]).to.deep.equal(['file', text]);
        expect(problem.message)
          .to.contain(paths.credentials)
          .and.match(new RegExp(`line ${line}\\b`));
      }
    });

    it('replaces a token that is wrapped into lines of base64', async () => {
      has('[dev]\naws_session_token = abc\n  def/\n  ghi==\nx = 1\n');
      await store.write('dev', session, {});
      expect(credentialsFile()).to.contain('x = 1\n').and.not.contain('ghi');
    });

    it('keeps the first state ever seen, once and for ever', async () => {
      has('[mine]\nx = 1\n');
      await store.write('dev', session, {});
      await open().write('other', session, {});
      const [beside] = backupPaths(paths);
      expect(readFileSync(beside, 'latin1')).to.equal('[mine]\nx = 1\n');
      if (!windows) expect(statSync(beside).mode & 0o777).to.equal(0o600);
    });

    it('keeps the first state in our own folder where the file is a link, which stays one', async function () {
      if (windows) this.skip();
      has('');
      rmSync(paths.credentials);
      writeFileSync(home.file('real'), '[mine]\nx = 1\n', { mode: 0o600 });
      symlinkSync(home.file('real'), paths.credentials);
      await store.write('dev', session, {});
      const [beside, ours] = backupPaths(paths);
      expect([
        existsSync(beside),
        readFileSync(ours, 'latin1'),
        lstatSync(paths.credentials).isSymbolicLink(),
      ]).to.deep.equal([false, '[mine]\nx = 1\n', true]);
    });

    it('keeps nothing where there was nothing, also later', async () => {
      await store.write('dev', session, {});
      await open().write('other', session, {});
      expect(readdirSync(home.file('.aws'))).to.deep.equal(['credentials']);
    });

    it('refuses, with nothing changed, long-term keys that are there, unless told to overwrite', async () => {
      has('[dev]\naws_access_key_id = AKIAOLD\naws_secret_access_key = s\n');
      const before = credentialsFile();
      const problem = await problemOf(store.write('dev', session, { region: 'eu-west-1' }));
      expect(problem).to.include({ kind: 'usage' });
      expect(plainText(problem.hint ?? ''))
        .to.contain('dev-codecommit')
        .and.contain('--overwrite');
      expect([credentialsFile(), existsSync(paths.config), readdirSync(home.file('.aws'))]).to.deep.equal([
        before,
        false,
        ['credentials'],
      ]);
      await store.write('dev', session, { overwrite: true });
      expect(credentialsFile()).to.equal(`[dev]\n${keys}`);
    });

    it('gives a kept source its own long-term keys again', async () => {
      has('[dev-source]\naws_access_key_id = AKIANEW\naws_secret_access_key = old\n');
      await store.write('dev-source', longTerm, {});
      expect(credentialsFile()).to.contain('aws_secret_access_key = long');
    });

    it('refuses what no reader would read back', async () => {
      has('[DEFAULT]\naws_security_token = OLD\n[a]\nx = 1\n');
      const problem = await problemOf(store.write('dev', session, {}));
      expect(problem.kind).to.equal('file');
      expect(problem.message)
        .to.contain('the AWS CLI would find something else')
        .and.contain('(line 1: the AWS CLI mixes');
      expect(credentialsFile()).to.not.contain('ASIANEW');
    });

    it('refuses a section whose header only some readers see', async () => {
      has('[other]\nx = 1\n[dev];mine\nregion = x\n');
      const problem = await problemOf(store.write('dev', session, {}));
      expect(problem.message).to.contain('JavaScript').and.contain('(line 3: for some tools [dev] is no header');
      expect(credentialsFile()).to.equal('[other]\nx = 1\n[dev];mine\nregion = x\n');
    });

    it("has AWS's reader read this profile alone, however many others there are", async () => {
      const others = (header: string): string =>
        Array.from({ length: 1000 }, (_, index) => `[${header}${index}]\nregion = x\n`).join('');
      has(`${others('dev')}[dev]\n\n${others('x-dev-')}`, `${others('profile dev')}[profile dev]\nregion = y\n`);
      const files = createFiles();
      const awsFileReader = openAwsFileReader();
      const given: unknown[] = [];
      const profiles: typeof awsFileReader.profiles = (texts) => awsFileReader.profiles((given.push(texts), texts));
      await openProfileStore({
        files,
        awsFileReader: { profiles },
        paths,
        state: openState(files, paths.state),
        managed: () => Promise.resolve([]),
      }).write('dev', session, {});
      expect(given).to.deep.equal([{ credentials: `[dev]\n${keys}\n`, config: '[profile dev]\nregion = y\n' }]);
      expect(credentialsFile()).to.equal(`${others('dev')}[dev]\n${keys}\n${others('x-dev-')}`);
    });

    it("notices when AWS's reader finds another token than was written", async () => {
      has('', '[profile kept]\naws_session_token = FOREIGN\n');
      const problem = await problemOf(store.write('kept', longTerm, {}));
      expect(problem).to.include({ kind: 'file' });
      expect(problem.message).to.contain('aws_session_token');
    });

    it("notices when AWS's reader finds nothing any more", async () => {
      has('[__proto__]\nx = 1\n');
      const problem = await problemOf(store.write('dev', session, {}));
      expect(problem.message).to.contain("AWS's own reader finds another aws_access_key_id for profile dev");
    });

    describe('while others write too, just before it reads back', () => {
      const writeAndThen = async (change: (text: string) => string): Promise<void> => {
        const files = createFiles();
        const edit: typeof files.edit = async (path, ours) => {
          await files.edit(path, ours);
          if (path === paths.credentials) writeFileSync(path, change(credentialsFile()), 'latin1');
        };
        await openProfileStore({
          files: { ...files, edit },
          awsFileReader: openAwsFileReader(),
          paths,
          state: openState(files, paths.state),
          managed: () => Promise.resolve([]),
        }).write('dev', session, {});
      };

      it("leaves another run's keys for it, and other profiles, alone", async () => {
        await writeAndThen((text) => text.replaceAll('ASIANEW', 'ASIAOTHER').replace('new/secret', 'other'));
        expect(credentialsFile()).to.contain('ASIAOTHER');
        await writeAndThen((text) => `[a]\nx = 1\n${text}[b]\naws_access_key_id = AKIAB\n`);
      });

      it('notices that the profile is gone, cut, or means something else now', async () => {
        for (const [change, key] of [
          [() => '', 'aws_access_key_id'],
          [(text: string) => text.replace(/aws_session_token.*\n/, ''), 'aws_session_token'],
          [(text: string) => text.replace('new/secret', 'other'), 'aws_secret_access_key'],
          [(text: string) => `${text}[dev]\naws_session_token = OTHER\n`, 'aws_session_token'],
          [(text: string) => `${text}[a];note\naws_session_token = OTHER\n`, 'aws_session_token'],
        ] as const) {
          const problem = await problemOf(writeAndThen(change));
          expect(problem.message).to.contain(`AWS's own reader finds another ${key} for profile dev`);
          writeFileSync(paths.credentials, '');
        }
      });
    });

    it('never shows a secret in a Problem', async () => {
      has('[DEFAULT]\naws_security_token = OLD\n');
      const problem = await problemOf(store.write('dev', session, {}));
      expect(JSON.stringify([problem.message, problem.hint, String(problem.cause)])).to.not.match(/new\/secret|IQo/);
    });
  });

  describe('refusing a target', () => {
    const why = async (name: string, overwrite = false): Promise<string> =>
      (await store.whyNotWritable(name, { overwrite }))?.message ?? 'welcome';

    it('welcomes new names, sessions and empty sections', async () => {
      has(`[ended]\n${keys}[empty]\n[foreign]\naws_access_key_id = ASIAX\naws_secret_access_key = s\nregion = x\n`);
      for (const name of ['new', 'ended', 'empty', 'foreign']) expect(await why(name), name).to.equal('welcome');
    });

    it('names the line that the AWS CLI rejects the file for, and offers the repair', async () => {
      has('[a]\n[b]\n[a]\n');
      const problem = await store.whyNotWritable('dev', { overwrite: true });
      expect(problem).to.deep.include({ kind: 'file', hint: sentence`Repair it with: ${repairFiles()}` });
      expect(problem?.message).to.contain(`${paths.credentials}, line 3`);
      has('', 'region = x\n[profile a]\n');
      expect(await why('dev')).to.contain(`${paths.config}, line 1`);
    });

    it('refuses names that readers disagree on', async () => {
      expect(await why('two words')).to.contain('"two words"');
      expect((await store.whyNotWritable('two words', { overwrite: false }))?.hint).to.contain('two-words-codecommit');
      expect((await store.whyNotWritable('constructor', { overwrite: true }))?.hint).to.contain(
        'constructor-codecommit',
      );
    });

    it('refuses long-term keys in either file, unless overwriting is meant', async () => {
      has(
        '[a]\naws_access_key_id = AKIA1\naws_secret_access_key = s\n[test]\naws_access_key_id = ' +
          'test\naws_secret_access_key = test\n',
        '[profile c]\naws_access_key_id = AKIA2\naws_secret_access_key = s\n',
      );
      for (const name of ['a', 'c', 'test']) {
        expect(await why(name), name).to.contain('long-term keys');
        expect(await why(name, true), name).to.equal('welcome');
      }
      expect(await why('c')).to.contain('config');
    });

    it('refuses, overwriting or not, what would beat the keys: role, Identity Center, web identity', async () => {
      has(
        '[in-credentials]\nrole_arn = r\n',
        '[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nsso_session = s\n[profile ' +
          'c]\nsso_start_url = u\n[profile d]\nweb_identity_token_file = f\n[profile e]\nregion = ' +
          'x\ncredential_process = p\nlogin_session = l\n[default]\nrole_arn = r\n',
      );
      for (const name of ['a', 'b', 'c', 'd', 'default', 'in-credentials'])
        expect(await why(name, true), name).to.contain('obey that instead');
      expect(await why('e')).to.equal('welcome');
      expect((await store.whyNotWritable('a', { overwrite: true }))?.hint).to.contain('a-codecommit');
    });

    it('proposes a name that is free', async () => {
      has('[a-codecommit]\nx = 1\n', '[profile a]\nrole_arn = r\n');
      expect((await store.whyNotWritable('a', { overwrite: true }))?.hint).to.contain('a-codecommit-2');
    });
  });

  describe('removing', () => {
    it('gives both files back as they were', async () => {
      const [credentials, config] = ['# mine\n[a]\nx = 1\n', '[profile a]\nregion = x\n'];
      has(credentials, config);
      await store.write('dev', session, { region: 'eu-west-1' });
      await open().write('dev', { ...session, accessKeyId: 'ASIANEXT' }, {});
      await open().remove('dev');
      expect([credentialsFile(), configFile()]).to.deep.equal([credentials, config]);
    });

    it('leaves headers and keys that were there before', async () => {
      has('[dev]\noutput = json\n', '[profile dev]\noutput = json\n');
      await store.write('dev', session, { region: 'eu-west-1' });
      await store.remove('dev');
      expect([credentialsFile(), configFile()]).to.deep.equal([
        '[dev]\noutput = json\n',
        '[profile dev]\noutput = json\n',
      ]);
    });

    it('leaves what the user has put there since', async () => {
      await store.write('dev', session, { region: 'eu-west-1' });
      writeFileSync(paths.credentials, '[dev]\naws_access_key_id = AKIAMINE\naws_secret_access_key = s\n');
      writeFileSync(paths.config, '[profile dev]\nregion = us-east-1\n');
      await store.remove('dev');
      expect(credentialsFile()).to.contain('AKIAMINE');
      expect(configFile()).to.contain('us-east-1');
    });

    it('leaves comments in a section of ours', async () => {
      await store.write('dev', session, {});
      writeFileSync(paths.credentials, `${credentialsFile()}# my note\n`);
      await store.remove('dev');
      expect(credentialsFile()).to.equal('[dev]\n# my note\n');
    });

    it('takes back a kept long-term key that it wrote, and no other', async () => {
      await store.write('dev-source', longTerm, {});
      await store.remove('dev-source');
      expect(credentialsFile()).to.equal('');
      has('[dev-source]\naws_access_key_id = AKIANEW\naws_secret_access_key = long\n');
      await store.remove('dev-source');
      expect(credentialsFile()).to.contain('AKIANEW');
    });

    it('takes the session that still stands there after one that could not be written, however often', async () => {
      has('[other]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = o\n');
      const before = credentialsFile();
      await store.write('dev', session, {});
      const files = createFiles();
      const full = openProfileStore({
        files: {
          ...files,
          edit: (path, change) =>
            path === paths.credentials ? Promise.reject(new Error('the disk is full')) : files.edit(path, change),
        },
        awsFileReader: openAwsFileReader(),
        paths,
        state: openState(files, paths.state),
        managed: () => Promise.resolve(['managed']),
      });
      for (const accessKeyId of ['ASIASECOND', 'ASIATHIRD']) {
        const failed = await full.write('dev', { ...session, accessKeyId }, {}).catch(String);
        expect(failed).to.contain('the disk is full');
        expect((await store.written('dev')).keys).to.equal('ours');
      }
      await store.remove('dev');
      expect(credentialsFile()).to.equal(before);
      await store.write('dev', session, {});
      await full.write('dev', { ...session, accessKeyId: 'ASIASECOND' }, {}).catch(String);
      writeFileSync(paths.credentials, credentialsFile().replace('ASIANEW', 'ASIASOMEBODYS'));
      expect((await store.written('dev')).keys).to.equal('changed');
    });

    it('does nothing for a profile that is nowhere', async () => {
      await store.remove('dev');
      expect(existsSync(paths.credentials)).to.equal(false);
    });
  });

  describe('listing', () => {
    it('shows every profile of both files with what it is, and no secret', async () => {
      has(
        `[managed]\n${keys}[long]\naws_access_key_id = AKIA1\naws_secret_access_key = s\n[both]\nregion = eu-west-1\n`,
        '[default]\nregion = us-east-1\n[profile both]\nregion = other\noutput = json\n[profile ' +
          'role]\nrole_arn = arn:r\nsource_profile = long\nmfa_serial = arn:m\nexternal_id = x\n' +
          '[profile sso]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n[profile ' +
          'old-sso]\nsso_start_url = u\nsso_region = r\nsso_account_id = 1\nsso_role_name = R\n' +
          '[profile web]\nrole_arn = r\nweb_identity_token_file = f\n[profile proc]\ncredential_process = ' +
          'p\n[profile login]\nlogin_session = arn\n[sso-session corp]\nsso_start_url = ' +
          'https://x.awsapps.com/start#/\nsso_region = eu-west-1\nsso_registration_scopes = a, b\n',
      );
      const list = await store.list();
      expect(list.map(({ name, describes }) => `${name}: ${describes}`)).to.deep.equal([
        'managed: temporary keys',
        'long: long-term keys',
        'both: no credentials',
        'default: no credentials',
        'role: role',
        'sso: IAM Identity Center',
        'old-sso: IAM Identity Center',
        'web: role by web identity token',
        'proc: credential_process command',
        'login: aws login session',
      ]);
      expect(list.filter(({ managed }) => managed).map(({ name }) => name)).to.deep.equal(['managed']);
      expect(await store.read('role')).to.include({
        roleArn: 'arn:r',
        sourceProfile: 'long',
        mfaSerial: 'arn:m',
        externalId: 'x',
        longTerm: false,
      });
      expect(await store.read('both')).to.include({ region: 'eu-west-1' });
      expect(await store.read('nobody')).to.equal(undefined);
      expect(JSON.stringify(list)).to.not.match(/secret|IQo|ASIANEW/);
      expect(await store.ssoSessions()).to.deep.equal([
        { name: 'corp', startUrl: 'https://x.awsapps.com/start#/', region: 'eu-west-1', scopes: ['a', 'b'] },
      ]);
    });

    it('lists nothing where there are no files', async () => {
      expect([await store.list(), await store.ssoSessions(), await store.keys('default')]).to.deep.equal([
        [],
        [],
        undefined,
      ]);
    });
  });

  describe('an sso-session', () => {
    const corp = { name: 'corp', startUrl: 'https://x.awsapps.com/start#/', region: 'eu-west-1' };

    it('is added to config as the AWS CLI writes it', async () => {
      has('', '[default]\nregion = x\n');
      await store.addSsoSession(corp);
      expect(configFile()).to.equal(
        '[default]\nregion = x\n\n[sso-session corp]\nsso_start_url = ' +
          'https://x.awsapps.com/start#/\nsso_region = eu-west-1\nsso_registration_scopes = ' +
          'sso:account:access\n',
      );
      await store.addSsoSession(corp);
      expect(await store.ssoSessions()).to.have.length(1);
    });

    it('of another start URL is not written over', async () => {
      await store.addSsoSession(corp);
      const problem = await problemOf(store.addSsoSession({ ...corp, startUrl: 'https://y.awsapps.com/start' }));
      expect(problem.message).to.contain('corp').and.contain('https://x.awsapps.com');
    });
  });

  it('says so when a file cannot be read', async function () {
    if (windows) this.skip();
    has('[a]\n');
    chmodSync(paths.credentials, 0);
    // root may read everything, so there somebody else asks.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      expect((await problemOf(store.list())).message).to.contain(paths.credentials);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });
});
