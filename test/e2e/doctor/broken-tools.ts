import { chmod, mkdir, symlink } from 'node:fs/promises';

import { expect } from 'chai';

import type { Bench } from './bench.js';
import { host, pathWithout } from './bench.js';
import type { Machines } from './machine.js';
import { pathWithCommand } from '../../helpers/environment.js';

const executable = async (bench: Bench, path: string, text: string): Promise<string> => {
  const file = await bench.home.write(path, text);
  await chmod(file, 0o755);
  return file;
};
const helperValue = (bench: Bench): Promise<string> =>
  bench.git(['config', '--get-all', `credential.${host}.helper`]).then(({ stdout }) => stdout.trim());

const setHelper = (bench: Bench, value: string) =>
  bench.git(['config', '--global', '--replace-all', `credential.${host}.helper`, value, '.']);

/** Git, Node and the AWS CLI. */
export const brokenTools: Machines = {
  'a Git that is too old': {
    cause: 'git-version',
    says: /Git 2\.8 is too old.*https:\/\/git-scm\.com/,
    breakIt: async (bench) => {
      await mkdir(bench.home.file('old'));
      await executable(
        bench,
        'old/git',
        '#!/bin/sh\ntest "$1" = version && echo git version 2.8.6 && exit\nPATH=${PATH#*:} exec git "$@"\n',
      );
    },
    env: (bench) => ({ PATH: `${bench.home.file('old')}:${pathWithCommand()}` }),
    // Nothing can be set up with it.
    shows: async (bench, env) =>
      expect(
        (await bench.codecommit(['setup', '--yes', '--region', 'eu-west-1', '--method', 'keys', '--dry-run'], env))
          .code,
      ).to.equal(7),
    fixedEnv: () => ({}),
  },
  'no Git at all': {
    cause: 'git-version',
    says: /Git was not found/,
    breakIt: async (bench) => {
      await mkdir(bench.home.file('empty'));
      await symlink(process.execPath, bench.home.file('empty', 'node'));
    },
    env: (bench) => ({ PATH: bench.home.file('empty') }),
    shows: async (bench, env) =>
      expect((await bench.home.run('/bin/sh', ['-c', 'git fetch'], { env })).code).to.equal(127),
    fixedEnv: () => ({}),
  },
  'a helper that is run by a Node that is too old': {
    cause: 'node-version',
    says: /runs on Node 16\.20\.2 \(.*old-node\), which is too old/,
    breakIt: async (bench) => {
      const node = await executable(
        bench,
        'old-node',
        '#!/bin/sh\ntest "$1" = --version && echo v16.20.2 && exit\necho "SyntaxError: Unexpected token" >&2; exit 1\n',
      );
      await setHelper(bench, (await helperValue(bench)).replace(/--node '[^']*'/, `--node '${node}'`));
    },
  },
  'a helper whose Node is gone': {
    cause: 'node-version',
    says: /is gone \(\/gone\/node\); it takes any other/,
    level: 'warn',
    breakIt: async (bench) =>
      setHelper(bench, (await helperValue(bench)).replace(/--node '[^']*'/, "--node '/gone/node'")),
    // With no other Node on the PATH of a program with windows, there is none to take.
    shows: async (bench) => {
      const { stderr } = await bench.home.run('/bin/sh', [
        '-c',
        'printf "host=git-codecommit.eu-west-1.amazonaws.com\\n\\n" | PATH= /bin/sh -c "$1"',
        'sh',
        `${(await helperValue(bench)).slice(1).replace('/usr/local/bin/node', '')} get`,
      ]);
      expect(stderr).to.match(/Node\.js was not found|^$/);
    },
  },
  "the AWS CLI's helper without an AWS CLI": {
    cause: 'aws-cli',
    says: /cannot run: .*aws.*not found/,
    setUp: 'aws',
    needs: ['aws'],
    breakIt: () => undefined,
    env: () => ({ PATH: pathWithout('aws') }),
  },
};
