import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { delimiter } from 'node:path';

import { expect } from 'chai';

import { allCommands } from '../../src/commands/index.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';
import { pathWithCommand } from '../helpers/environment.js';

const commands = await allCommands();

describe('an aws command that fails, first on PATH', () => {
  let fixture: Fixture;
  let env: Record<string, string>;
  let record: string;

  before(async () => {
    fixture = await openFixture();
    record = fixture.home.file('aws-was-called-with');
    await mkdir(fixture.home.file('bin'));
    const aws = await fixture.home.write('bin/aws', `#!/bin/sh\nprintf '%s\\n' "$*" >> '${record}'\nexit 255\n`);
    await chmod(aws, 0o755);
    env = { PATH: `${fixture.home.file('bin')}${delimiter}${pathWithCommand()}` };
    const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes', '--keep-source', '--clone'], {
      env,
    });
    expect(code, stderr).to.equal(0);
  });
  after(() => fixture.clear());

  const operands: Readonly<Record<string, readonly string[]>> = {
    clone: ['my-app', 'elsewhere', '--profile', 'my-app'],
    remove: ['my-app', '--yes'],
    refresh: ['--force'],
  };

  for (const { name } of [...commands].sort((a, b) => Number(a.name === 'remove') - Number(b.name === 'remove'))) {
    it(`is never told to configure by ${name}`, async () => {
      await fixture.codecommit([name, ...(operands[name] ?? ['--yes'])], {
        env,
        cwd: existsSync(fixture.home.file('my-app')) ? fixture.home.file('my-app') : fixture.home.path,
      });
      const calls = existsSync(record) ? await readFile(record, 'utf8') : '';
      expect(calls).to.not.match(/configure/);
    });
  }
});
