import { Secret } from '../../src/core/secret.js';
import type { CheckPorts, DiagnosisFacts } from '../../src/doctor/check.js';

/** Somebody whom nothing ails: a profile, a URL, a session of four hours; `over` is what is different. */
export function facts(over: Partial<DiagnosisFacts> = {}): DiagnosisFacts {
  return {
    url: 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app',
    cleanUrl: 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app',
    remote: undefined,
    region: 'eu-west-1',
    profile: 'my-app',
    recipe: { method: 'assume-role', region: 'eu-west-1', answers: {} },
    owner: 'my-app',
    ownerHasRecipe: true,
    candidates: [],
    keys: {
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: new Secret('x'),
      sessionToken: new Secret('y'),
      expiration: new Date('2026-11-26T16:00:00Z'),
    },
    keysFrom: 'profile',
    awsHelper: undefined,
    keysProblem: undefined,
    renewsItself: false,
    renewal: undefined,
    credentialsText: '',
    configText: '',
    paths: {
      home: '/home/ana',
      credentials: '/home/ana/.aws/credentials',
      config: '/home/ana/.aws/config',
      data: '/home/ana/.local/share/git-codecommit',
    },
    entries: [],
    rewrites: [],
    foreign: [],
    embedded: undefined,
    guardsBareRepositories: true,
    gitProblem: undefined,
    env: {},
    platform: 'linux',
    cwd: '/home/ana/clone',
    ...over,
  };
}

/** Ports of which a check uses only some; what is not given must not be used. */
export function ports(given: Partial<CheckPorts> = {}): CheckPorts {
  return {
    clock: { now: () => new Date('2026-11-26T12:00:00Z') },
    // No file of Git's settings is there to be looked into.
    files: { read: () => Promise.resolve(undefined), stat: () => Promise.resolve(undefined) },
    found: [],
    networkProblems: new Map(),
    version: '0.1.0',
    nodeVersion: 'v22.0.0',
    ...given,
  } as CheckPorts;
}
