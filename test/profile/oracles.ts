import { spawnSync } from 'node:child_process';
import { externalDataInterceptor, loadSharedConfigFiles } from '@aws-sdk/shared-ini-file-loader';
import { cleanEnvironment } from '../helpers/environment.js';

type Sections = Record<string, Record<string, unknown>>;

/** What AWS's JavaScript loader reads in two texts (latin1), without a disk. */
export async function loadJavaScript(
  credentials: string,
  config = '',
): Promise<{ credentialsFile: Sections; configFile: Sections }> {
  const paths = { filepath: '/nowhere/credentials', configFilepath: '/nowhere/config' };
  externalDataInterceptor.interceptFile(paths.filepath, Buffer.from(credentials, 'latin1').toString('utf8'));
  externalDataInterceptor.interceptFile(paths.configFilepath, Buffer.from(config, 'latin1').toString('utf8'));
  return await loadSharedConfigFiles({ ...paths, ignoreCache: true });
}

const program = `
import sys, json, base64, os, tempfile
import botocore.exceptions
import botocore.configloader as c
path = os.path.join(tempfile.mkdtemp(), 'credentials')
results = []
for text in json.load(sys.stdin):
    with open(path, 'wb') as f:
        f.write(base64.b64decode(text))
    try:
        c.raw_config_parse(path)
        results.append(c.raw_config_parse(path, parse_subsections=False))
    except botocore.exceptions.ConfigParseError:
        results.append(None)
json.dump(results, sys.stdout)
`;

/** What botocore reads in each text (latin1); undefined where it rejects the file. */
export function loadBotocore(texts: readonly string[]): (Record<string, Record<string, string>> | undefined)[] {
  const input = texts.map((text) => Buffer.from(text, 'latin1').toString('base64'));
  return (runPython(program, input) as (Record<string, Record<string, string>> | null)[]).map(
    (sections) => sections ?? undefined,
  );
}

/** Both of AWS's files (latin1), and a profile in them. */
export interface FilesWithProfile {
  readonly credentials: string;
  readonly config: string;
  readonly profile: string;
}

/** What botocore's providers of static keys find; `rejected` for a file, `incomplete` for half a key. */
export type BotocoreKeys =
  readonly [id: string, secret: string, token: string | null] | 'rejected' | 'incomplete' | 'none';

const keysProgram = `
import sys, json, base64, os, tempfile
import botocore.exceptions as e
from botocore.credentials import ConfigProvider, SharedCredentialProvider
folder = tempfile.mkdtemp()
paths = {kind: os.path.join(folder, kind) for kind in ('credentials', 'config')}

def keys(profile):
    try:
        found = SharedCredentialProvider(paths['credentials'], profile).load()
        found = found or ConfigProvider(paths['config'], profile).load()
    except e.ConfigParseError:
        return 'rejected'
    except e.PartialCredentialsError:
        return 'incomplete'
    return [found.access_key, found.secret_key, found.token] if found else 'none'

results = []
for case in json.load(sys.stdin):
    for kind, path in paths.items():
        with open(path, 'wb') as f:
            f.write(base64.b64decode(case[kind]))
    results.append(keys(case['profile']))
json.dump(results, sys.stdout)
`;

/** What botocore takes for the static keys of a profile, out of both files, in its order. */
export function botocoreKeys(cases: readonly FilesWithProfile[]): BotocoreKeys[] {
  const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
  const input = cases.map(({ credentials, config, profile }) => ({
    credentials: base64(credentials),
    config: base64(config),
    profile,
  }));
  return runPython(keysProgram, input) as BotocoreKeys[];
}

const configProgram = `
import sys, json, base64, os, tempfile
import botocore.exceptions
import botocore.configloader as c
path = os.path.join(tempfile.mkdtemp(), 'config')

def flat(values):
    found = {}
    for key, value in values.items():
        if isinstance(value, dict):
            found.update({key + '.' + name: own for name, own in value.items()})
        else:
            found[key] = value
    return found

results = []
for text in json.load(sys.stdin):
    with open(path, 'wb') as f:
        f.write(base64.b64decode(text))
    try:
        config = c.load_config(path)
        found = {}
        for prefix, kind in (('sso-session.', 'sso_sessions'), ('services.', 'services'), ('', 'profiles')):
            found.update({prefix + name: flat(values) for name, values in config[kind].items()})
        results.append(found)
    except botocore.exceptions.ConfigParseError:
        results.append(None)
json.dump(results, sys.stdout)
`;

/** The profiles, sessions and services of each config file (latin1) to botocore; undefined where it rejects it. */
export function botocoreConfig(texts: readonly string[]): (Record<string, Record<string, string>> | undefined)[] {
  const input = texts.map((text) => Buffer.from(text, 'latin1').toString('base64'));
  return (runPython(configProgram, input) as (Record<string, Record<string, string>> | null)[]).map(
    (sections) => sections ?? undefined,
  );
}

function runPython(source: string, input: unknown): unknown {
  const run = spawnSync('python3', ['-c', source], {
    input: JSON.stringify(input),
    env: cleanEnvironment({ LC_ALL: 'C.UTF-8', PYTHONUTF8: '1' }),
    maxBuffer: 1 << 30,
  });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  return JSON.parse(run.stdout.toString());
}
