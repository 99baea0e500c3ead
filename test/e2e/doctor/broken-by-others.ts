import { expect } from 'chai';

import { fetch, host } from './bench.js';
import type { Bench } from './bench.js';
import type { Machines } from './machine.js';

const stranger = "codecommit --profile 'stranger'";

/** A section that asks a helper of somebody else's alone. */
const section = (value: string, url = ` "${host}"`) => `[credential${url}]\n\thelper =\n\thelper = ${value}\n`;

/** Our program as it was set up, by which another profile is used. */
async function others(bench: Bench): Promise<string> {
  await bench.home.addProfile('stranger', bench.fixture.ana.key);
  const own = (await bench.git(['config', '--get-all', `credential.${host}.helper`])).stdout.trim();
  expect(own).to.match(/^!.*--profile 'my-app'$/);
  return own.replace("'my-app'", "'stranger'").replace(/["\\]/g, '\\$&');
}

const included = (path: string, condition = '') => `[include${condition}]\n\tpath = ${path}\n`;
const append = (bench: Bench, text: string) => bench.edit(['.gitconfig'], (before) => `${before}${text}`);

/** Other sections that answer in the stead of ours. */
export const brokenByOthers: Machines = {
  'a file for work, included behind ours': {
    cause: 'helper',
    says: /Git uses the profile stranger here \(.*\/work settings, line 4\); git-codecommit had set it up with my-app/,
    breakIt: async (bench) => {
      await bench.home.write('work settings', `# Work\n${section(await others(bench))}`);
      await append(bench, included('work settings', 'If "gitdir:~/"'));
    },
  },
  'a file that is always included, with a wildcard': {
    cause: 'helper',
    says: /Git uses the profile stranger here \(.*\/more, line 3\)/,
    breakIt: async (bench) => {
      await bench.home.write('more', section(await others(bench), ' "https://*.*.amazonaws.com"'));
      await append(bench, included('more'));
    },
  },
  "a worktree's own helper": {
    cause: 'helper',
    says: /Git uses the profile stranger here \(.*\.git\/config\.worktree, line 3\)/,
    breakIt: async (bench) => {
      const value = await others(bench);
      await bench.git(['config', 'extensions.worktreeConfig', 'true']);
      await bench.home.write('clone/.git/config.worktree', section(value));
    },
  },
  "a worktree's empty helper": {
    cause: 'helper-order',
    says: /takes ours away again \(.*\.git\/config\.worktree, line 2\)/,
    breakIt: async (bench) => {
      await bench.git(['config', 'extensions.worktreeConfig', 'true']);
      await bench.home.write('clone/.git/config.worktree', '[credential]\n\thelper =\n');
    },
  },
  "the AWS CLI's helper without a profile, in the clone": {
    cause: 'helper',
    needs: ['aws'],
    says: /Git asks the AWS CLI's helper without a profile here \(\.git\/config, line \d+\); .* with my-app/,
    breakIt: async (bench) =>
      bench.edit(['clone', '.git', 'config'], (text) => text + section('!aws codecommit credential-helper $@')),
  },
  'a helper in the variables of the shell': {
    cause: 'helper',
    says: /Git uses the profile stranger here \(the command line or GIT_CONFIG_COUNT\)/,
    breakIt: (bench) => others(bench),
    shows: async (bench, env) => expect((await fetch(bench, env)).code).to.not.equal(0),
    env: () => ({
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'credential.helper',
      GIT_CONFIG_VALUE_0: '',
      GIT_CONFIG_KEY_1: 'credential.helper',
      GIT_CONFIG_VALUE_1: stranger,
    }),
  },
};
