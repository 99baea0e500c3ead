import { expect } from 'chai';
import { Problem } from '../../src/core/problem.js';
import { findPaths } from '../../src/state/paths.js';

describe('where files lie', () => {
  it('on Linux and macOS', () => {
    for (const platform of ['linux', 'darwin'] as const) {
      expect(findPaths(platform, { HOME: '/home/ana' }, '/elsewhere')).to.deep.equal({
        home: '/home/ana',
        credentials: '/home/ana/.aws/credentials',
        config: '/home/ana/.aws/config',
        ssoCache: '/home/ana/.aws/sso/cache',
        loginCache: '/home/ana/.aws/login/cache',
        recipes: '/home/ana/.config/git-codecommit/recipes.ini',
        state: '/home/ana/.local/state/git-codecommit',
        data: '/home/ana/.local/share/git-codecommit',
      });
    }
  });

  it('on Windows, where the home is the user profile, whatever HOME says', () => {
    const env = {
      HOME: 'Z:\\git-bash',
      USERPROFILE: 'C:\\Users\\Ana',
      APPDATA: 'C:\\Users\\Ana\\AppData\\Roaming',
      LOCALAPPDATA: 'D:\\Local',
    };
    expect(findPaths('win32', env, 'C:\\x')).to.deep.equal({
      home: 'C:\\Users\\Ana',
      credentials: 'C:\\Users\\Ana\\.aws\\credentials',
      config: 'C:\\Users\\Ana\\.aws\\config',
      ssoCache: 'C:\\Users\\Ana\\.aws\\sso\\cache',
      loginCache: 'C:\\Users\\Ana\\.aws\\login\\cache',
      recipes: 'C:\\Users\\Ana\\AppData\\Roaming\\git-codecommit\\recipes.ini',
      state: 'D:\\Local\\git-codecommit\\state',
      data: 'D:\\Local\\git-codecommit\\data',
    });
  });

  it('asks the system for the home where no variable tells', () => {
    expect(findPaths('linux', { HOME: '' }, '/root').credentials).to.equal('/root/.aws/credentials');
    expect(findPaths('win32', {}, 'C:\\U').recipes).to.equal('C:\\U\\AppData\\Roaming\\git-codecommit\\recipes.ini');
  });

  it("takes AWS's variables, with the home and variables in them, as botocore does", () => {
    const env = {
      HOME: '/h',
      WHERE: '/w',
      AWS_SHARED_CREDENTIALS_FILE: '~/c',
      AWS_CONFIG_FILE: '$WHERE/${WHERE}$UNKNOWN',
    };
    expect(findPaths('linux', env, '')).to.include({ credentials: '/h/c', config: '/w//w$UNKNOWN' });
    expect(findPaths('linux', { HOME: '/h', AWS_CONFIG_FILE: '/a~b' }, '').config).to.equal('/a~b');
    expect(
      findPaths(
        'win32',
        { USERPROFILE: 'C:\\U', AWS_CONFIG_FILE: '~\\c', AWS_SHARED_CREDENTIALS_FILE: '%USERPROFILE%\\k' },
        '',
      ),
    ).to.include({ config: 'C:\\U\\c', credentials: 'C:\\U\\k' });
  });

  it('takes a variable that is empty for one that is not set', () => {
    expect(
      findPaths('linux', { HOME: '/h', AWS_CONFIG_FILE: '', XDG_STATE_HOME: '', GIT_CODECOMMIT_HOME: '' }, ''),
    ).to.include({ config: '/h/.aws/config', state: '/h/.local/state/git-codecommit' });
  });

  it('follows the XDG folders, but no relative ones', () => {
    const env = { HOME: '/h', XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: 'relative', XDG_DATA_HOME: '/d' };
    expect(findPaths('linux', env, '')).to.include({
      recipes: '/c/git-codecommit/recipes.ini',
      state: '/h/.local/state/git-codecommit',
      data: '/d/git-codecommit',
    });
  });

  it("puts all of ours into GIT_CODECOMMIT_HOME, and none of AWS's", () => {
    const env = { HOME: '/h', XDG_CONFIG_HOME: '/c', GIT_CODECOMMIT_HOME: '~/ours' };
    expect(findPaths('darwin', env, '')).to.include({
      credentials: '/h/.aws/credentials',
      recipes: '/h/ours/recipes.ini',
      state: '/h/ours/state',
      data: '/h/ours/data',
    });
    expect(findPaths('win32', { GIT_CODECOMMIT_HOME: 'E:\\o' }, 'C:\\U')).to.include({
      recipes: 'E:\\o\\recipes.ini',
      state: 'E:\\o\\state',
    });
  });

  describe('named by a relative path', () => {
    const relative = [
      'ours',
      './ours',
      '../ours',
      '.',
      'C:\\ours',
      '$NOWHERE/ours',
      '${NOWHERE}',
      '~ana/ours',
      ' /ours',
    ];
    const onWindows = [
      'ours',
      '.\\ours',
      '..\\ours',
      'C:ours',
      'C:',
      '\\ours',
      '/ours',
      '%NOWHERE%\\ours',
      '~ana\\ours',
      '\\\\',
    ];
    const refused = (platform: NodeJS.Platform, name: string, value: string): void => {
      const home = platform === 'win32' ? { USERPROFILE: 'C:\\U' } : { HOME: '/h' };
      expect(() => ({ ...findPaths(platform, { ...home, [name]: value }, '') }), `${name}=${value}`)
        .to.throw(Problem, `${name} is no absolute path: `)
        .with.property('kind', 'usage');
    };

    it('are none: they would lie in the clone that Git works in', () => {
      for (const name of [
        'GIT_CODECOMMIT_HOME',
        'AWS_SHARED_CREDENTIALS_FILE',
        'AWS_CONFIG_FILE',
        'AWS_LOGIN_CACHE_DIRECTORY',
      ]) {
        for (const value of relative) refused('linux', name, value);
        for (const value of onWindows) refused('win32', name, value);
      }
      refused('linux', 'HOME', 'home');
      refused('win32', 'USERPROFILE', 'home');
    });

    it('are none where neither a variable nor the system knows a home', () => {
      expect(() => findPaths('linux', { HOME: '' }, '')).to.throw(Problem, 'HOME is no absolute path: it is empty.');
    });

    it("stand in nobody's way who asks for another file", () => {
      expect(findPaths('linux', { HOME: '/h', AWS_CONFIG_FILE: 'config' }, '').credentials).to.equal(
        '/h/.aws/credentials',
      );
    });

    it('are passed over in the variables of Windows, as in those of XDG', () => {
      for (const value of onWindows) {
        expect(findPaths('win32', { USERPROFILE: 'C:\\U', APPDATA: value, LOCALAPPDATA: value }, '')).to.include({
          recipes: 'C:\\U\\AppData\\Roaming\\git-codecommit\\recipes.ini',
          state: 'C:\\U\\AppData\\Local\\git-codecommit\\state',
        });
      }
    });

    it('are told from absolute ones by the platform', () => {
      for (const value of ['C:\\o', 'c:/o', '\\\\server\\share\\o', '//server/share/o', '\\\\?\\C:\\o']) {
        expect(findPaths('win32', { USERPROFILE: 'C:\\U', GIT_CODECOMMIT_HOME: value }, '').state, value).to.match(
          /\\o\\state$/,
        );
        expect(findPaths('win32', { USERPROFILE: value }, '').credentials, value).to.match(/\\o\\\.aws\\credentials$/);
      }
    });
  });
});
