import { expect } from 'chai';
import { locateHelper, type HelperLocationFacts } from '../../../src/git/settings/helper-location.js';

const facts: HelperLocationFacts = {
  platform: 'linux',
  version: '1.2.3',
  folder: '/usr/local/lib/node_modules/git-codecommit/dist',
  templates: '/t',
  node: '/usr/local/bin/node',
  data: '/home/ana/.local/share/git-codecommit',
  temporaryFolders: ['/tmp', '/var/tmp'],
  inSystemFolder: false,
};
const copied = '/home/ana/.local/share/git-codecommit/program/1.2.3';

describe('the place of the helper', () => {
  it('is where the program is installed', () => {
    expect(locateHelper(facts)).to.deep.equal({
      command: { bare: false, file: `${facts.folder}/git-credential-codecommit`, node: '/usr/local/bin/node' },
      copyTo: undefined,
    });
    expect(locateHelper({ ...facts, inSystemFolder: true }).command.bare).to.equal(true);
  });

  for (const folder of [
    '/home/ana/.npm/_npx/6aab6a8d3ab5b1c0/node_modules/git-codecommit/dist',
    '/home/ana/.cache/pnpm/dlx/abc/node_modules/git-codecommit/dist',
    '/home/ana/.local/share/pnpm/store/dlx-1234/node_modules/git-codecommit/dist',
    '/tmp/xfs-1/dlx-2/node_modules/git-codecommit/dist',
    '/x/bunx-1000-git-codecommit@latest/node_modules/git-codecommit/dist',
    '/tmp/try/dist',
  ]) {
    it(`is our data folder, where the program runs from ${folder}`, () => {
      expect(locateHelper({ ...facts, folder, inSystemFolder: true })).to.deep.equal({
        command: { bare: false, file: `${copied}/git-credential-codecommit`, node: '/usr/local/bin/node' },
        copyTo: copied,
      });
    });
  }

  it('leaves out a Node that will be gone tomorrow', () => {
    expect(locateHelper({ ...facts, node: '/home/ana/.npm/_npx/1/node_modules/node/bin/node' }).command.node).to.equal(
      undefined,
    );
    expect(locateHelper({ ...facts, node: '/tmp/node' }).command.node).to.equal(undefined);
  });

  it('is not taken for temporary because of what its name begins with, or because the whole home is', () => {
    expect(locateHelper({ ...facts, folder: '/tmpfiles/dist' }).copyTo).to.equal(undefined);
    expect(locateHelper({ ...facts, folder: '/tmp/home/data/program/1.2.3', data: '/tmp/home/data' }).copyTo).to.equal(
      undefined,
    );
  });

  it('is found on Windows too, whatever the case', () => {
    const windows: HelperLocationFacts = {
      ...facts,
      platform: 'win32',
      folder: 'C:\\Users\\Ana\\AppData\\Local\\Temp\\x\\dist',
      node: 'C:\\Program Files\\nodejs\\node.exe',
      data: 'C:\\Users\\Ana\\AppData\\Local\\git-codecommit\\data',
      temporaryFolders: ['c:\\users\\ana\\appdata\\local\\TEMP'],
    };
    expect(locateHelper(windows)).to.deep.equal({
      command: {
        bare: false,
        file: 'C:\\Users\\Ana\\AppData\\Local\\git-codecommit\\data\\program\\1.2.3\\git-credential-codecommit',
        node: windows.node,
      },
      copyTo: 'C:\\Users\\Ana\\AppData\\Local\\git-codecommit\\data\\program\\1.2.3',
    });
    expect(
      locateHelper({
        ...windows,
        folder: 'C:\\Users\\Ana\\AppData\\Local\\npm-cache\\_npx\\1\\node_modules\\git-codecommit\\dist',
      }).copyTo,
    ).to.be.a('string');
    expect(locateHelper({ ...windows, folder: 'D:\\npm\\node_modules\\git-codecommit\\dist' }).copyTo).to.equal(
      undefined,
    );
  });
});
