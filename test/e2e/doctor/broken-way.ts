import { writeFile } from 'node:fs/promises';

import { host, type Bench } from './bench.js';
import type { Broken, Machines } from './machine.js';

const global = (key: string, value: string) => (bench: Bench) => bench.git(['config', '--global', key, value]);

/** A setting of `~/.gitconfig` that stops Git itself, though CodeCommit takes the credentials. */
function setting(key: string, value: string, cause: 'pull' | 'network' = 'pull'): Broken {
  const name = key.toLowerCase().replace(/\./g, '\\.');
  return {
    cause,
    says: new RegExp(`Git gets through without ${name} = .* \\(\\S+/\\.gitconfig, line \\d+\\)`),
    breakIt: global(key, value),
  };
}

/** A variable that does. */
function variable(name: string, value: string, cause: 'pull' | 'network' = 'pull'): Broken {
  return {
    cause,
    says: new RegExp(`Git gets through without the variable ${name}\\.`),
    breakIt: () => undefined,
    env: () => ({ [name]: value }),
    fixedEnv: () => ({ [name]: value }),
  };
}

/** What Git goes by on its way, in settings and variables. */
export const brokenWay: Machines = {
  'a certificate of its own that is gone': setting('http.sslCert', '/gone.pem'),
  'a TLS library that this Git does not have': setting('http.sslBackend', 'schannel'),
  "a public key that is not the host's": setting('http.pinnedPubkey', 'sha256//AAAA'),
  'a number that is none': setting('http.postBuffer', 'abc'),
  'a switch that is none': setting('http.sslVerify', 'maybe'),
  'a header for another host': setting('http.extraHeader', 'Host: example.com'),
  'https forbidden': setting('protocol.https.allow', 'never'),
  'every protocol forbidden': setting('protocol.allow', 'never'),
  'a version of the protocol that there is not': setting('protocol.version', '9'),
  'certificates for the host alone that are gone': setting(`http.${host}/.sslCAInfo`, '/gone.pem', 'network'),
  'a setting in the clone': {
    ...setting('http.postBuffer', 'abc'),
    says: /Git gets through without http\.postbuffer = abc \(\.git\/config, line \d+\)/,
    breakIt: (bench) => bench.git(['config', '--local', 'http.postBuffer', 'abc']),
  },
  'a setting in the second file of the home': {
    ...setting('http.postBuffer', 'abc'),
    says: /Git gets through without http\.postbuffer = abc \(\S+\/\.config\/git\/config, line 2\)/,
    breakIt: (bench) =>
      bench.shell('mkdir -p ~/.config/git && printf "[http]\\n\\tpostBuffer = abc\\n" > ~/.config/git/config'),
  },
  'a setting in a file that is included': {
    ...setting('http.postBuffer', 'abc'),
    says: /Git gets through without http\.postbuffer = abc \(\S+\/included, line 1\)/,
    breakIt: async (bench) => {
      await writeFile(bench.home.file('included'), '[http] postBuffer = abc\n');
      await global('include.path', '~/included')(bench);
    },
  },
  'two settings at once': {
    ...setting('http.postBuffer', 'abc'),
    says: /without http\.sslcert = \S+ \(.*line \d+\) and protocol\.https\.allow = never \(.*\)|without protocol\.https\.allow = never \(.*line \d+\) and http\.sslcert/,
    breakIt: async (bench) => {
      await global('http.sslCert', '/gone.pem')(bench);
      await global('protocol.https.allow', 'never')(bench);
    },
    // The command that was named mends the one that is named first.
    person: (bench) => bench.git(['config', '--global', '--unset', 'http.sslCert']),
  },
  'a setting in GIT_CONFIG_COUNT': {
    cause: 'network',
    says: /Git gets through without http\.proxy = .* \(the variables GIT_CONFIG_COUNT and GIT_CONFIG_KEY_0\)/,
    breakIt: () => undefined,
    env: () => ({ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'http.proxy', GIT_CONFIG_VALUE_0: 'http://127.0.0.1:9' }),
  },
  'a setting in GIT_CONFIG_PARAMETERS': {
    cause: 'network',
    says: /Git gets through without http\.proxy = .* \(the option -c, or the variable GIT_CONFIG_PARAMETERS\)/,
    breakIt: () => undefined,
    env: () => ({ GIT_CONFIG_PARAMETERS: "'http.proxy'='http://127.0.0.1:9'" }),
  },
  GIT_SSL_CAINFO: variable('GIT_SSL_CAINFO', '/gone.pem', 'network'),
  GIT_SSL_CERT: variable('GIT_SSL_CERT', '/gone.pem'),
  GIT_ALLOW_PROTOCOL: variable('GIT_ALLOW_PROTOCOL', 'ssh'),
  'GIT_ALLOW_PROTOCOL, empty': variable('GIT_ALLOW_PROTOCOL', ''),
  GIT_EXEC_PATH: variable('GIT_EXEC_PATH', '/gone'),
  NO_PROXY: variable('NO_PROXY', '*', 'network'),
  no_proxy: variable('no_proxy', '.amazonaws.com', 'network'),
};
