import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { cleanEnvironment } from '../helpers/environment.js';
import { run } from '../helpers/run.js';

const start = fileURLToPath(new URL('../../scripts/start.cjs', import.meta.url));

describe('npm start, and npm run setup', () => {
  for (const version of ['0.12.18', '18.20.8', '20.18.3']) {
    it(`says in its first line that Node ${version} is too old, and stops`, async () => {
      const pretend =
        `Object.defineProperty(process.versions, 'node', { value: '${version}' }); ` +
        `require(${JSON.stringify(start)});`;
      expect(await run(process.execPath, ['-e', pretend], { env: cleanEnvironment() })).to.deep.equal({
        code: 1,
        stdout: '',
        stderr:
          `git-codecommit needs Node 20.19 or newer; this is Node ${version} (${process.execPath}). ` +
          'Install a newer one: https://nodejs.org\n',
      });
    });
  }
});
