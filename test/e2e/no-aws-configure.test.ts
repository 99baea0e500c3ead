import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { delimiter } from 'node:path';

import { expect } from 'chai';

import { allCommands } from '../../src/commands/index.js';
import { setStage } from './fixture.js';
import type { Stage } from './fixture.js';

const commands = await allCommands();

describe('an aws command that fails, first on PATH', () => {
  let stage: Stage;
  let env: Record<string, string>;
  let record: string;

  before(async () => {
    stage = await setStage();
    record = stage.home.file('aws-was-called-with');
    await mkdir(stage.home.file('bin'));
    const aws = await stage.home.write('bin/aws', `#!/bin/sh\nprintf '%s\\n' "$*" >> '${record}'\nexit 255\n`);
    await chmod(aws, 0o755);
    env = { PATH: `${stage.home.file('bin')}${delimiter}${process.env['PATH'] ?? ''}` };
    const { code, stderr } = await stage.codecommit([...stage.common, '--yes', '--keep-source', '--clone'], { env });
    expect(code, stderr).to.equal(0);
  });
  after(() => stage.clear());

  const operands: Readonly<Record<string, readonly string[]>> = {
    clone: ['my-app', 'elsewhere', '--profile', 'my-app'],
    remove: ['my-app', '--yes'],
    refresh: ['--force'],
  };

  for (const { name } of [...commands].sort((a, b) => Number(a.name === 'remove') - Number(b.name === 'remove'))) {
    it(`is never told to configure by ${name}`, async () => {
      await stage.codecommit([name, ...(operands[name] ?? ['--yes'])], {
        env,
        cwd: existsSync(stage.home.file('my-app')) ? stage.home.file('my-app') : stage.home.path,
      });
      const calls = existsSync(record) ? await readFile(record, 'utf8') : '';
      expect(calls).to.not.match(/configure/);
    });
  }
});
