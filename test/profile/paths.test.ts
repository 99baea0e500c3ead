import { expect } from 'chai';
import { findPaths } from '../../src/profile/paths.js';

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
    const env = { HOME: 'Z:\\git-bash', USERPROFILE: 'C:\\Users\\Ana', APPDATA: 'C:\\Users\\Ana\\AppData\\Roaming', LOCALAPPDATA: 'D:\\Local' };
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

  it('takes AWS\'s variables, with the home and variables in them, as botocore does', () => {
    const env = { HOME: '/h', WHERE: '/w', AWS_SHARED_CREDENTIALS_FILE: '~/c', AWS_CONFIG_FILE: '$WHERE/${WHERE}$UNKNOWN' };
    expect(findPaths('linux', env, '')).to.include({ credentials: '/h/c', config: '/w//w$UNKNOWN' });
    expect(findPaths('linux', { HOME: '/h', AWS_CONFIG_FILE: '/a~b' }, '').config).to.equal('/a~b');
    expect(findPaths('win32', { USERPROFILE: 'C:\\U', AWS_CONFIG_FILE: '~\\c', AWS_SHARED_CREDENTIALS_FILE: '%USERPROFILE%\\k' }, ''))
      .to.include({ config: 'C:\\U\\c', credentials: 'C:\\U\\k' });
  });

  it('takes a variable that is empty for one that is not set', () => {
    expect(findPaths('linux', { HOME: '/h', AWS_CONFIG_FILE: '', XDG_STATE_HOME: '', GIT_CODECOMMIT_HOME: '' }, ''))
      .to.include({ config: '/h/.aws/config', state: '/h/.local/state/git-codecommit' });
  });

  it('follows the XDG folders, but no relative ones', () => {
    const env = { HOME: '/h', XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: 'relative', XDG_DATA_HOME: '/d' };
    expect(findPaths('linux', env, '')).to.include({
      recipes: '/c/git-codecommit/recipes.ini', state: '/h/.local/state/git-codecommit', data: '/d/git-codecommit',
    });
  });

  it('puts all of ours into GIT_CODECOMMIT_HOME, and none of AWS\'s', () => {
    const env = { HOME: '/h', XDG_CONFIG_HOME: '/c', GIT_CODECOMMIT_HOME: '~/ours' };
    expect(findPaths('darwin', env, '')).to.include({
      credentials: '/h/.aws/credentials', recipes: '/h/ours/recipes.ini', state: '/h/ours/state', data: '/h/ours/data',
    });
    expect(findPaths('win32', { GIT_CODECOMMIT_HOME: 'E:\\o' }, 'C:\\U')).to.include({ recipes: 'E:\\o\\recipes.ini', state: 'E:\\o\\state' });
  });
});
