import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

import { checks } from '../../src/doctor/checks/index.js';
import { brokenNetwork } from '../e2e/doctor/broken-network.js';
import { brokenPush } from '../e2e/doctor/broken-push.js';
import { brokenSettings } from '../e2e/doctor/broken-settings.js';
import { brokenWay } from '../e2e/doctor/broken-way.js';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'git-settings.md'), 'utf8');
const rows = [...page.matchAll(/^\| (`.*) \| (.*) \| (.*) \|$/gm)].map(([, names = '', does = '', machine = '']) => ({
  names: [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  does,
  machine,
}));
const named = rows.flatMap(({ names }) => names);
const machines = { ...brokenNetwork, ...brokenPush, ...brokenSettings, ...brokenWay };

/** Whether a row has the name; `GIT_TRACE*` stands for all that begin so. */
function isNamed(name: string): boolean {
  return named.some((one) =>
    one.endsWith('*') && !one.includes('<')
      ? name.startsWith(one.slice(0, -1))
      : one.toLowerCase() === name.toLowerCase(),
  );
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

describe('docs/git-settings.md', () => {
  it('has every setting of this Git that bears on reaching a repository', () => {
    const all = git('help', '--config').match(/^[a-z]\S+$/gim) ?? [];
    const bearing = all.filter((name) =>
      /^(?:http|credential|url|safe|include|includeif|protocol|remote)\.|^core\.(?:askpass|gitproxy|sshcommand)$|^transfer\.credentialsinurl$/i.test(
        name,
      ),
    );
    expect(bearing).to.include.members(['http.proxy', 'credential.helper', 'protocol.allow']);
    expect(bearing.filter((name) => !isNamed(name))).to.deep.equal([]);
  });

  it('has every variable whose name this Git itself holds', () => {
    const folder = git('--exec-path').trim();
    const programs = ['git', 'git.exe', 'git-remote-https', 'git-remote-https.exe']
      .map((name) => join(folder, name))
      .filter((file) => existsSync(file));
    const all = programs.flatMap((file) => readFileSync(file, 'latin1').match(/(?<=\0)GIT_[A-Z0-9_]+(?=\0)/g) ?? []);
    expect(all).to.include.members(['GIT_ALLOW_PROTOCOL', 'GIT_SSL_CAINFO']);
    expect([...new Set(all)].filter((name) => !isNamed(name))).to.deep.equal([]);
  });

  for (const { names, does, machine } of rows)
    it(`says of ${names.slice(0, 3).join(', ')} what the tests show`, () => {
      const [, check] = /^`([\w-]+)`: \S/.exec(does) ?? [];
      if (check === undefined) {
        expect(does).to.match(/^(?:harmless|not seen): \S/);
        expect(machine).to.equal('');
        return;
      }
      expect(checks.map(({ id }) => id)).to.include(check);
      if (!machine.startsWith('none: ')) expect(machines[machine]?.cause, machine).to.equal(check);
    });
});
