import { expect } from 'chai';

import { fetch } from './bench.js';
import type { Machines } from './machine.js';

const nowhere = 'http://127.0.0.1:9';

/** Proxy, TLS, and services that are too busy. */
export const brokenNetwork: Machines = {
  'a proxy that is not there': {
    cause: 'network',
    says: /could not be reached.*Cannot reach .* through the proxy 127\.0\.0\.1:9/,
    breakIt: (bench) => bench.git(['config', '--global', 'http.proxy', nowhere]),
    env: () => ({ HTTPS_PROXY: nowhere }),
    person: (bench) => bench.git(['config', '--global', 'http.proxy', bench.fixture.sandbox.proxyUrl]),
    fixedEnv: () => ({}),
  },
  "a proxy of Git's alone that is not there": {
    cause: 'network',
    says: /Git gets through without http\.proxy = http:\/\/127\.0\.0\.1:9 \(.*\.gitconfig, line \d+\)\./,
    breakIt: (bench) => bench.git(['config', '--global', 'http.proxy', nowhere]),
  },
  "a proxy of the remote's alone that is not there": {
    // Whoever wrote a clone may have named it: nothing is sent there, so this is no more than a warning.
    cause: 'clone-settings',
    says: /remote\.origin\.proxy = http:\/\/127\.0\.0\.1:9/,
    level: 'warn',
    breakIt: (bench) => bench.git(['config', '--local', 'remote.origin.proxy', nowhere]),
    shows: async (bench) => expect((await fetch(bench)).stderr).to.include('127.0.0.1'),
    person: (bench) => bench.git(['config', '--local', '--unset', 'remote.origin.proxy']),
  },
  'certificates that Git does not know': {
    cause: 'network',
    says: /not trusted.*Git lacks a setting \(http\.sslCAInfo\)/,
    breakIt: (bench) => bench.git(['config', '--global', '--unset', 'http.sslCAInfo']),
  },
  "certificates of Git's that are gone": {
    cause: 'network',
    says: /It goes by http\.sslcainfo = \/gone\.pem \(.*\.gitconfig, line \d+\)/,
    breakIt: (bench) => bench.git(['config', '--global', 'http.sslCAInfo', '/gone.pem']),
  },
  'certificates that Git alone knows': {
    cause: 'network',
    says: /Git reaches CodeCommit, but git-codecommit does not reach AWS.*AWS_CA_BUNDLE/,
    level: 'warn',
    breakIt: () => undefined,
    env: () => ({ AWS_CA_BUNDLE: undefined }),
    shows: async (bench, env) =>
      expect((await bench.codecommit(['refresh', 'my-app', '--force'], env)).code).to.equal(5),
    fixedEnv: () => ({}),
  },
  'a service that answers too many requests': {
    cause: 'network',
    says: /too many requests \(429\)/,
    breakIt: ({ fixture }) => fixture.sandbox.faults.add({ kind: 'throttle' }, { on: 'git-codecommit' }),
    person: ({ fixture }) => fixture.sandbox.faults.clear(),
  },
  'a service that has trouble': {
    cause: 'network',
    says: /itself has trouble/,
    breakIt: ({ fixture }) => fixture.sandbox.faults.add({ kind: 'unavailable' }, { on: 'git-codecommit' }),
    person: ({ fixture }) => fixture.sandbox.faults.clear(),
  },
  'an STS that answers too many requests': {
    cause: 'network',
    says: /AWS is answering too many requests/,
    level: 'warn',
    breakIt: ({ fixture }) => fixture.sandbox.faults.add({ kind: 'throttle' }, { on: 'sts' }),
    shows: async (bench) => expect((await fetch(bench)).code).to.equal(0),
    person: ({ fixture }) => fixture.sandbox.faults.clear(),
  },
  'a host that the proxy does not reach': {
    cause: 'network',
    says: /could not be reached/,
    breakIt: ({ fixture }) => fixture.sandbox.faults.add({ kind: 'unreachable' }, { on: 'git-codecommit' }),
    person: ({ fixture }) => fixture.sandbox.faults.clear(),
  },
};
