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

/** One that keeps Git from finding the clone. */
function hidden(name: string): Pick<Broken, 'cause' | 'says'> {
  return { cause: 'remote-url', says: new RegExp(`Git does not find the clone here, for the variable ${name} is set`) };
}

/** One whose settings Git cannot read. */
function unreadable(name: string): Pick<Broken, 'cause' | 'says'> {
  return { cause: 'git-version', says: new RegExp(`Git cannot read the settings in the variable ${name}, .* "\\w.*"`) };
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
  'GIT_DIR that is gone': { ...variable('GIT_DIR', '/gone'), ...hidden('GIT_DIR') },
  'GIT_COMMON_DIR that is gone': { ...variable('GIT_COMMON_DIR', '/gone'), ...hidden('GIT_COMMON_DIR') },
  'GIT_OBJECT_DIRECTORY that is gone': {
    ...variable('GIT_OBJECT_DIRECTORY', '/gone'),
    ...hidden('GIT_OBJECT_DIRECTORY'),
  },
  "a clone of another user's": {
    cause: 'remote-url',
    says: /Git does nothing in \S+\/clone, for it belongs to another user\..*git config --global --add safe\.directory \S+\/clone/,
    breakIt: () => undefined,
    // As Git's own tests make it so: another user takes root.
    env: () => ({ GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' }),
    person: (bench) => bench.git(['config', '--global', '--add', 'safe.directory', bench.home.file('clone')]),
  },
  'a rewriting of URLs to another host': {
    cause: 'remote-url',
    says: /Git asks another address in its place: it is url\.https:\/\/example\.com\/\.insteadof \(\S+\/\.gitconfig, line \d+\)/,
    breakIt: global('url.https://example.com/.insteadOf', `${host}/`),
  },
  GIT_CONFIG_GLOBAL: {
    ...variable('GIT_CONFIG_GLOBAL', '/gone'),
    cause: 'helper',
    says: /The variable GIT_CONFIG_GLOBAL lets Git read other settings/,
  },
  'GIT_CONFIG_COUNT that is no number': { ...variable('GIT_CONFIG_COUNT', 'x'), ...unreadable('GIT_CONFIG_COUNT') },
  'GIT_CONFIG_COUNT without its pairs': { ...variable('GIT_CONFIG_COUNT', '1'), ...unreadable('GIT_CONFIG_COUNT') },
  'GIT_CONFIG_PARAMETERS that is no list': {
    ...variable('GIT_CONFIG_PARAMETERS', 'garbage'),
    ...unreadable('GIT_CONFIG_PARAMETERS'),
  },
};
