import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { signGitRequest } from '../../src/aws/codecommit/git-signature.js';
import { parseGitHost } from '../../src/aws/codecommit/hosts.js';
import { Secret } from '../../src/core/secret.js';
import { built } from '../helpers/built.js';
import { temporaryHome, type TemporaryHome, type Variables } from '../helpers/environment.js';
import { has } from '../helpers/needs.js';
import { run, type Ended } from '../helpers/run.js';
import { vectors, type Vector } from '../helpers/vectors.js';

const request = 'protocol=https\nhost=git-codecommit.eu-west-1.amazonaws.com\npath=v1/repos/R\n';
const keys = { access_key: 'ASIAX', secret_key: 's3cret', session_token: 'IQo//t0ken==' };
type Keys = Pick<Vector, 'access_key' | 'secret_key' | 'session_token'>;

describe('git-credential-codecommit', () => {
  let home: TemporaryHome;
  let dist: string;
  before(async function () {
    this.timeout(60_000);
    dist = built();
    home = await temporaryHome();
    await mkdir(home.file('.aws'));
  });
  after(() => home.remove());
  beforeEach(() => writeProfile('dev', keys));

  const writeProfile = (
    name: string,
    { access_key: id, secret_key: secret, session_token: token }: Keys,
    more = '',
  ): Promise<void> =>
    writeFile(
      home.file('.aws', 'credentials'),
      `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = ` +
        `${secret}\n${token === null ? '' : `aws_session_token = ${token}\n`}${more}`,
    );
  const script = (args: readonly string[], input = request, env: Variables = {}): Promise<Ended> =>
    run(join(dist, 'git-credential-codecommit'), args, { env: home.environment(env), cwd: home.path, input });
  const bundle = (args: readonly string[], input = request): Promise<Ended> =>
    run(process.execPath, [join(dist, 'git-credential-codecommit.cjs'), ...args], {
      env: home.environment(),
      cwd: home.path,
      input,
    });

  /** Expects an answer whose signature is right for the time it names. */
  function signed({ code, stdout, stderr }: Ended, by: Keys = keys, input = request): void {
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    const [, username, password = '', expiry] =
      /^username=(.*)\npassword=(.*)\npassword_expiry_utc=(\d+)\n$/.exec(stdout) ?? [];
    expect(username).to.equal(by.session_token ? `${by.access_key}%${by.session_token}` : by.access_key);
    const time = new Date(password.slice(0, 16).replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
    expect(Number(expiry) * 1000 - time.getTime()).to.equal(15 * 60_000);
    expect(Math.abs(Date.now() - time.getTime())).to.be.below(120_000);
    const host = parseGitHost(/^host=(.*)$/m.exec(input)?.[1] ?? '');
    const path = /^path=(.*?)\/?$/m.exec(input)?.[1] ?? '';
    const again =
      host &&
      signGitRequest(
        { ...host, path },
        { accessKeyId: by.access_key, secretAccessKey: new Secret(by.secret_key) },
        time,
      );
    expect(password).to.equal(again?.password.reveal());
  }

  function refused({ code, stdout, stderr }: Ended, part: string): void {
    expect({ code, stdout }).to.deep.equal({ code: 0, stdout: 'quit=1\n' });
    expect(stderr)
      .to.match(/^git-credential-codecommit: [^\n]+\n$/)
      .and.contain(part);
  }

  for (const vector of vectors) {
    it(`answers recorded question ${vector.name}: ${vector.expect}`, async () => {
      await writeProfile('dev', vector);
      const ended = await bundle(['--profile', 'dev', 'get'], vector.stdin);
      if (vector.expect === 'same') signed(ended, vector, vector.stdin);
      else if (vector.expect === 'refuse') refused(ended, '');
      else expect(ended).to.deep.equal({ code: 0, stdout: '', stderr: '' });
    });
  }

  it('is the same through the executable', async () => {
    signed(await script(['--profile', 'dev', 'get']));
    signed(await script(['--profile=dev', 'get']));
    refused(await script(['--profile', 'gone', 'get']), "'gone'");
  });

  it('reads the files the environment names, and no key from it when there is a profile', async () => {
    await writeFile(home.file('elsewhere'), '[dev]\naws_access_key_id = AKIAELSEWHERE\naws_secret_access_key = s\n');
    const env = {
      AWS_SHARED_CREDENTIALS_FILE: home.file('elsewhere'),
      AWS_ACCESS_KEY_ID: 'AKIAENV',
      AWS_SECRET_ACCESS_KEY: 'e',
    };
    signed(await script(['--profile', 'dev', 'get'], request, env), {
      access_key: 'AKIAELSEWHERE',
      secret_key: 's',
      session_token: null,
    });
    signed(await script(['get'], request, env), { access_key: 'AKIAENV', secret_key: 'e', session_token: null });
    await writeFile(
      home.file('config'),
      '[profile other]\naws_access_key_id = AKIACONFIG\naws_secret_access_key = c\n',
    );
    const config = { AWS_CONFIG_FILE: home.file('config') };
    signed(await script(['--profile', 'other', 'get'], request, config), {
      access_key: 'AKIACONFIG',
      secret_key: 'c',
      session_token: null,
    });
    signed(await script(['get'], request, { ...config, AWS_PROFILE: 'other' }), {
      access_key: 'AKIACONFIG',
      secret_key: 'c',
      session_token: null,
    });
  });

  it('finds a profile whose name is not ASCII', async () => {
    await writeProfile('Zoë', keys);
    signed(await script(['--profile', 'Zoë', 'get']));
  });

  it('says when the session has ended', async () => {
    await writeProfile('dev', keys, 'x_security_token_expires = 2020-01-01T00:00:00Z\n');
    refused(await script(['--profile', 'dev', 'get']), 'ended at 2020-01-01T00:00:00Z');
  });

  describe('remembers an answer until Git stores it', () => {
    const folder = (): string => home.file('.local', 'state', 'git-codecommit', 'answers');
    const left = (): Promise<string[]> => readdir(folder());
    const described = async (): Promise<string> => request + (await script(['--profile', 'dev', 'get'])).stdout;
    beforeEach(() => rm(folder(), { recursive: true, force: true }));

    it('by the end of its signature, which the shell finds in the password', async () => {
      const answer = await described();
      expect(await left()).to.deep.equal([/^password=.*(.{16})$/m.exec(answer)?.[1]]);
      for (const [operation, input] of [
        ['erase', answer],
        ['store', request],
        ['store', answer.replace(/password=.*/, 'password=20261123T123456Zffff')],
        ['store', answer.replace(/password=.*(.{16})/, 'password=$1')],
      ] as const) {
        expect(await script(['--profile', 'dev', operation], input)).to.deep.equal({ code: 0, stdout: '', stderr: '' });
        expect(await left()).to.have.lengthOf(1);
      }
      expect(await script(['--profile', 'dev', 'store'], answer)).to.deep.equal({ code: 0, stdout: '', stderr: '' });
      expect(await left()).to.deep.equal([]);
    });

    it('in any shell, and in Node', async () => {
      const file = join(dist, 'git-credential-codecommit');
      for (const shell of [
        ['dash'],
        ['bash', '--posix'],
        ['busybox', 'sh'],
        ['zsh', '--emulate', 'sh'],
        ['ksh'],
      ].filter(([name = '']) => has(name))) {
        const answer = await described();
        expect(
          await run(shell[0] ?? '', [...shell.slice(1), file, '--profile', 'dev', 'store'], {
            env: home.environment(),
            cwd: home.path,
            input: answer,
          }),
          shell.join(' '),
        ).to.deep.equal({ code: 0, stdout: '', stderr: '' });
        expect(await left(), shell.join(' ')).to.deep.equal([]);
      }
      expect(await bundle(['--profile', 'dev', 'store'], await described())).to.deep.equal({
        code: 0,
        stdout: '',
        stderr: '',
      });
      expect(await left()).to.deep.equal([]);
    });
  });

  it('says that a file could not be read', async () => {
    await mkdir(home.file('folder'), { recursive: true });
    refused(
      await script(['--profile', 'dev', 'get'], request, { AWS_SHARED_CREDENTIALS_FILE: home.file('folder') }),
      'is not a regular file',
    );
  });

  it('refuses a command line it does not understand, on our hosts alone', async () => {
    for (const args of [
      ['--porfile', 'get'],
      ['--profile=', 'get'],
      ['--profile', '', 'get'],
    ]) {
      refused(await script(args), 'The helper was called with');
      expect(await script(args, request.replace(/git-codecommit\S+/, 'github.com'))).to.deep.equal({
        code: 0,
        stdout: '',
        stderr: '',
      });
    }
    expect((await script([])).stderr).to.contain('usage:');
    expect((await script(['--help'])).stderr).to.contain('usage:');
  });

  it('answers at the blank line, and does not wait for the end of the input', async () => {
    const child = spawn(join(dist, 'git-credential-codecommit'), ['--profile', 'dev', 'get'], {
      env: home.environment(),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.write(request.slice(0, 30));
    await new Promise((resolve) => setImmediate(resolve));
    child.stdin.write(`${request.slice(30)}\n`);
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    await new Promise((resolve) => child.on('close', resolve));
    signed({ code: 0, stdout, stderr: '' });
  });

  it('reads no more than it must, and nothing that Git would not send', async () => {
    refused(await script(['--profile', 'dev', 'get'], `path=${'a'.repeat(70_000)}\n${request}`), '65,535');
    refused(
      await script(['--profile', 'dev', 'get'], `${request}${'x=y\n'.repeat(2_000_000)}`),
      'more than a megabyte',
    );
  });

  describe('the executable', () => {
    /** A stand-in for node that leaves a note of how it was called. */
    async function standIn(path: string): Promise<string> {
      await writeFile(
        path,
        '#!/bin/sh\nprintf "%s\\n" "$0" "$@" "extra=$NODE_EXTRA_CA_CERTS" ' +
          '"kept=$GIT_CODECOMMIT_NODE_EXTRA_CA_CERTS" >"$HOME/note"\n',
      );
      await chmod(path, 0o755);
      return path;
    }
    const note = (): Promise<string[]> =>
      readFile(home.file('note'), 'utf8').then((text) => text.trimEnd().split('\n'));

    it('starts no Node for store, erase and words it does not know', async () => {
      const node = await standIn(home.file('never'));
      await writeFile(home.file('note'), 'none');
      for (const operation of ['store', 'erase', 'capability', 'something']) {
        expect(await script(['--node', node, '--profile', 'dev', operation])).to.deep.equal({
          code: 0,
          stdout: '',
          stderr: '',
        });
        expect(await script(['--profile', 'get', operation])).to.deep.equal({ code: 0, stdout: '', stderr: '' });
      }
      expect(await note()).to.deep.equal(['none']);
    });

    it('answers by any shell', async () => {
      for (const shell of [
        ['dash'],
        ['bash', '--posix'],
        ['busybox', 'sh'],
        ['zsh', '--emulate', 'sh'],
        ['ksh'],
      ].filter(([name = '']) => has(name))) {
        signed(
          await run(
            shell[0] ?? '',
            [...shell.slice(1), join(dist, 'git-credential-codecommit'), '--profile', 'dev', 'get'],
            { env: home.environment(), cwd: home.path, input: request },
          ),
        );
      }
    });

    it('keeps no code beside what it remembers, and takes none from there', async () => {
      const state = home.file('.local', 'state', 'git-codecommit');
      await rm(state, { recursive: true, force: true });
      signed(await script(['--profile', 'dev', 'get']));
      expect(await readdir(state)).to.deep.equal(['answers']);
      for (const name of await readdir(join(state, 'answers')))
        expect((await readFile(join(state, 'answers', name))).length).to.be.below(200);
    });

    it('loads nothing but files, paths and its own one file, as long as the keys last', async () => {
      await rm(home.file('.local', 'state', 'git-codecommit'), { recursive: true, force: true });
      await writeFile(
        home.file('loaded.cjs'),
        `const { Module } = require('module');
         const load = Module._load;
         Module._load = (name, ...rest) => (process._rawDebug(\`loads \${name}\`), load(name, ...rest));`,
      );
      const loadedFor = async (...args: string[]): Promise<readonly string[]> => {
        const { stderr } = await script(args, request, { NODE_OPTIONS: `--require=${home.file('loaded.cjs')}` });
        return [...new Set([...stderr.matchAll(/^loads (?:.*\/)?(.*)$/gm)].map(([, name = '']) => name))].sort();
      };
      expect(await loadedFor('--profile', 'dev', 'get')).to.deep.equal(['fs', 'git-credential-codecommit.cjs', 'path']);
      expect(await loadedFor('--profile', 'gone', 'get')).to.include('refusal.cjs');
    });

    it('stops Git also where its other files are gone', async () => {
      await mkdir(home.file('alone'), { recursive: true });
      for (const name of ['git-credential-codecommit', 'git-credential-codecommit.cjs'])
        await copyFile(join(dist, name), home.file('alone', name));
      const alone = (...args: string[]): Promise<Ended> =>
        run(home.file('alone', 'git-credential-codecommit'), args, {
          env: home.environment(),
          cwd: home.path,
          input: request,
        });
      signed(await alone('--profile', 'dev', 'get'));
      refused(await alone('--profile', 'gone', 'get'), 'A file of git-codecommit cannot be loaded. Install it again.');
      await writeProfile('dev', keys, 'aws_expiration = 2020-01-01T00:00:00Z\n');
      refused(await alone('--profile', 'dev', 'get'), 'cannot be loaded');
    });

    it('starts the Node it was given, without the certificates that make its start slow', async () => {
      const node = await standIn(home.file('given'));
      await script(['--node', node, '--profile', "a 'b' $HOME", 'get'], request, { NODE_EXTRA_CA_CERTS: '/ca.pem' });
      expect(await note()).to.deep.equal([
        node,
        '--preserve-symlinks-main',
        join(dist, 'git-credential-codecommit.cjs'),
        '--profile',
        "a 'b' $HOME",
        'get',
        'extra=',
        'kept=/ca.pem',
      ]);
    });

    it('finds another Node where the one it was given is gone', async () => {
      signed(await script(['--node', home.file('gone'), '--profile', 'dev', 'get']));
    });

    it('finds its files through links, and the node beside the command npm made', async () => {
      await mkdir(home.file('npm x', 'bin'), { recursive: true });
      const node = await standIn(home.file('npm x', 'bin', 'node'));
      await symlink(join(dist, 'git-credential-codecommit'), home.file('npm x', 'absolute'));
      await symlink('../absolute', home.file('npm x', 'bin', 'git-credential-codecommit'));
      await run(home.file('npm x', 'bin', 'git-credential-codecommit'), ['get'], {
        env: home.environment(),
        cwd: home.path,
        input: request,
      });
      const called = await note();
      expect(called.slice(0, 3)).to.deep.equal([
        node,
        '--preserve-symlinks-main',
        join(dist, 'git-credential-codecommit.cjs'),
      ]);
      expect(called[3]).to.equal('get');
    });

    it('is found on PATH by Git, and run by a bare sh', async () => {
      await mkdir(home.file('copy'), { recursive: true });
      for (const name of ['git-credential-codecommit', 'git-credential-codecommit.cjs'])
        await copyFile(join(dist, name), home.file('copy', name));
      signed(
        await run('sh', ['git-credential-codecommit', '--profile', 'dev', 'get'], {
          env: home.environment(),
          cwd: home.file('copy'),
          input: request,
        }),
      );
      const env = home.environment({ PATH: `${home.file('copy')}:${process.env['PATH'] ?? ''}` });
      const { stdout } = await run(
        'git',
        [
          '-c',
          "credential.helper=codecommit --profile 'dev'",
          '-c',
          'credential.useHttpPath=true',
          'credential',
          'fill',
        ],
        { env, cwd: home.path, input: `${request}\n` },
      );
      expect(stdout).to.match(/^username=ASIAX%/m);
    });

    it('says that there is no Node, and stops Git only for our hosts', async () => {
      const text = await readFile(join(dist, 'git-credential-codecommit'), 'utf8');
      await mkdir(home.file('no-node'), { recursive: true });
      const file = home.file('no-node', 'git-credential-codecommit');
      await writeFile(
        file,
        text.replaceAll('/usr/local/bin/node', '/nowhere/node').replaceAll('/opt/homebrew/bin/node', '/nowhere/node'),
      );
      const ask = (input: string): Promise<Ended> =>
        run('/bin/sh', [file, '--profile', 'dev', 'get'], { env: { PATH: home.path }, cwd: home.path, input });
      refused(await ask(request), 'Node.js was not found');
      const region = 'git-codecommit.us-east-1';
      for (const ours of [
        `${region}.amazonaws.com`,
        `${region}.amazonaws.com:443`,
        'git-codecommit-fips.us-east-1.amazonaws.com',
        'git-codecommit.cn-north-1.amazonaws.com.cn',
        `vpce-0a1b2c3d-abcdefgh.${region}.vpce.amazonaws.com`,
        'vpce-0a1b2c3d-abcdefgh.git-codecommit.cn-north-1.vpce.amazonaws.com.cn',
      ]) {
        expect(parseGitHost(ours), ours).to.not.equal(undefined);
        refused(await ask(`protocol=https\nhost=${ours}\n`), 'Node.js was not found');
      }
      for (const theirs of [
        'github.com',
        `${region}.amazonaws.com.evil.example`,
        'git-codecommit.evil.example.amazonaws.com',
        'git-codecommitx.us-east-1.amazonaws.com',
        `${region}.vpce.amazonaws.com`,
        `vpce-1.evil.${region}.vpce.amazonaws.com`,
        `evil.${region}.amazonaws.com`,
      ]) {
        expect(parseGitHost(theirs), theirs).to.equal(undefined);
        expect(await ask(`protocol=https\nhost=${theirs}\n`), theirs).to.deep.equal({
          code: 0,
          stdout: '',
          stderr: '',
        });
      }
    });
  });
});
