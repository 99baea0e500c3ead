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
  const input = JSON.stringify(texts.map((text) => Buffer.from(text, 'latin1').toString('base64')));
  const run = spawnSync('python3', ['-c', program], {
    input,
    env: cleanEnvironment({ LC_ALL: 'C.UTF-8', PYTHONUTF8: '1' }),
    maxBuffer: 1 << 30,
  });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  return (JSON.parse(run.stdout.toString()) as (Record<string, Record<string, string>> | null)[]).map(
    (sections) => sections ?? undefined,
  );
}
