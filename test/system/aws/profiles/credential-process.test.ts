import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Credentials } from '../../../../src/core/credentials.js';
import { Problem } from '../../../../src/core/problem.js';
import { credentialsOfCommand } from '../../../../src/system/aws/profiles/credential-process.js';
import { awsSeeing, rejection } from '../../../helpers/aws-client.js';
import { cleanEnvironment, temporaryHome } from '../../../helpers/environment.js';
import { needs } from '../../../helpers/needs.js';
import { run } from '../../../helpers/run.js';

const keys = '{"Version": 1, "AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": "hush", "SessionToken": "hush"}';

describe('a credential_process', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'git-codecommit process-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** A command of Node's: works on every system, without a shell. */
  const script = async (name: string, body: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, body);
    return `"${process.execPath}" "${path}"`;
  };
  const ask = (
    command: string,
    options: Partial<Parameters<typeof credentialsOfCommand>[2]> = {},
  ): Promise<Credentials> => credentialsOfCommand(command, cleanEnvironment(), { now: () => new Date(), ...options });
  const refusal = async (command: string, options = {}): Promise<Problem> => {
    const error = await rejection(ask(command, options));
    expect(error).to.be.instanceOf(Problem);
    return error as Problem;
  };

  it('gives its credentials, and says what it says', async () => {
    const said: string[] = [];
    const credentials = await ask(
      await script('good.cjs', `console.error('using \\u001b[31mcache'); console.log('${keys}')`),
      {
        said: (text) => {
          said.push(text);
        },
      },
    );
    expect(credentials.accessKeyId).to.equal('ASIAIOSFODNN7EXAMPLE');
    expect(said).to.deep.equal(['using \\x1b[31mcache']);
  });

  it('is ended where it prints without end', async () => {
    const endless = await script(
      'endless.cjs',
      "const more = () => { while (process.stdout.write('x'.repeat(65_536))); process.stdout.once('drain', more); }; more();",
    );
    const { kind, message } = await refusal(endless);
    expect([kind, message]).to.deep.equal([
      'aws',
      'The command gave no credentials: it printed far more than credentials and said nothing',
    ]);
  });

  it('is waited for no longer than it runs, whatever a service that it began keeps open', async function () {
    if (process.platform === 'win32') this.skip();
    const beginning = await script(
      'beginning.cjs',
      `const { spawn } = require('node:child_process');
       const [program, ...args] = [process.execPath, '-e', 'setTimeout(() => undefined, 300_000)'];
       const service = spawn(program, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
       service.unref();
       require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'service'))}, String(service.pid));
       console.log('${keys}');`,
    );
    try {
      expect((await ask(beginning)).accessKeyId).to.equal('ASIAIOSFODNN7EXAMPLE');
    } finally {
      process.kill(Number(await readFile(join(folder, 'service'), 'utf8')), 'SIGKILL');
    }
  });

  it('gets its words as they are: no shell looks at them', async () => {
    const command = await script(
      'words.cjs',
      `console.error(JSON.stringify(process.argv.slice(2))); console.log('${keys}')`,
    );
    const said: string[] = [];
    await ask(`${command} "a b" $HOME ;rm * >x`, {
      said: (text) => {
        said.push(text);
      },
    });
    expect(JSON.parse(said[0] ?? '')).to.deep.equal(['a b', '$HOME', ';rm', '*', '>x']);
  });

  it('cannot take what Git writes to us', async () => {
    await ask(
      await script(
        'stdin.cjs',
        `process.stdin.on('data', () => process.exit(9)).on('end', () => console.log('${keys}'))`,
      ),
    );
  });

  it('is found on PATH, but never below the current folder', async function () {
    if (process.platform === 'win32') return;
    const path = join(folder, 'on-path');
    await writeFile(path, `#!/bin/sh\necho '${keys}'\n`);
    await chmod(path, 0o755);
    expect(
      (
        await credentialsOfCommand('on-path', cleanEnvironment({ PATH: `${folder}:/usr/bin:/bin` }), {
          now: () => new Date(),
        })
      ).accessKeyId,
    ).to.match(/^ASIA/);
    for (const command of ['./on-path', 'bin/on-path', 'on-path', '', '  ', '""'])
      expect(await refusal(command)).to.include({ kind: 'usage', question: 'command' });
  });

  it('that fails is told by its code and its last words', async () => {
    const problem = await refusal(
      await script('fails.cjs', `console.error('one\\ntwo\\nthree\\nsign in \\u001b[2Jfirst'); process.exit(3)`),
    );
    expect(problem).to.include({
      kind: 'aws',
      message: 'The command gave no credentials: it failed with exit code 3: two three sign in \\x1b[2Jfirst',
    });
    expect((await refusal(await script('silent.cjs', 'process.exit(1)'))).message).to.contain('and said nothing');
  });

  it('that takes too long is ended, with all it has started', async () => {
    const started = Date.now();
    const problem = await refusal(
      await script(
        'slow.cjs',
        `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { ` +
          `stdio: 'inherit' }); setInterval(() => {}, 1000)`,
      ),
      { timeoutMs: 1500 },
    );
    expect(problem.message).to.contain('longer than 1.5 seconds');
    expect(Date.now() - started).to.be.lessThan(30_000);
  });

  it('is ended when the person stops it', async () => {
    const stop = new AbortController();
    const waiting = refusal(await script('endless.cjs', 'setInterval(() => {}, 1000)'), { signal: stop.signal });
    stop.abort();
    expect((await waiting).kind).to.equal('cancelled');
  });

  it('that prints something else is refused without repeating it', async () => {
    expect((await refusal(await script('other.cjs', `console.log('export AWS_SECRET_ACCESS_KEY=hush')`))).message)
      .to.contain('is not the JSON')
      .and.not.contain('hush');
  });

  describe('of a profile', () => {
    before(needs('botocore'));

    it('gives the AWS CLI and us the same, however it is quoted', async () => {
      const home = await temporaryHome();
      const command = await script(
        'echo.cjs',
        `console.log(JSON.stringify({ Version: 1, AccessKeyId: process.argv[2].replace(/\\W/g, '.'), ` +
          `SecretAccessKey: 'x', SessionToken: 'y' }))`,
      );
      const path = join(home.path, 'config');
      await writeFile(
        path,
        ['a', '"b c"', `'d  e'`, 'f\\ g', '"h\\"i"', `j'k'l`]
          .map((word, index) => `[profile p${index}]\ncredential_process = ${command} ${word}\n`)
          .join('\n'),
      );
      const env = home.environment({ AWS_CONFIG_FILE: path });
      const theirs = await run(
        'python3',
        [
          '-c',
          `import botocore.session\nfor i in range(6): print(botocore.session.Session(profile='p%d' % ` +
            'i).get_credentials().access_key)',
        ],
        { env },
      );
      expect(theirs.stderr).to.equal('');
      const aws = awsSeeing({ PATH: env['PATH'] ?? '' }, home.path, {
        files: { credentials: join(home.path, 'none'), config: path, home: home.path },
      });
      const ours = await Promise.all(
        Array.from(
          { length: 6 },
          async (_, index) => (await aws.profileCredentials(`p${index}`, { region: 'eu-west-1' })).accessKeyId,
        ),
      );
      expect(ours).to.deep.equal(theirs.stdout.trim().split('\n'));
      await home.remove();
    });
  });
});
