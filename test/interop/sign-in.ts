// Signs in at somebody else's identity provider, in a real Chromium, through the product's own code: captures the
// response, judges it, and takes a role with it in the sandbox, which checks the signature against the provider's own
// metadata. Then once more, when nobody types anything. Run by the scripts beside this file.
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { doubts, refuseForeign } from '../../src/aws/saml/check-response.js';
import { readSamlResponse, type SamlResponse } from '../../src/aws/saml/response.js';
import { openSamlBrowser } from '../../src/system/browser/saml-browser.js';
import { createFiles } from '../../src/system/files/files.js';
import { awsSeeing } from '../helpers/aws-client.js';
import { temporaryHome } from '../helpers/environment.js';
import { startSandbox } from '../sandbox/sandbox.js';
import { ownChromium } from './own-chromium.js';
import { typeInto } from './typist.js';

const { values } = parseArgs({
  options: {
    'idp-url': { type: 'string' },
    metadata: { type: 'string' },
    record: { type: 'string' },
    name: { type: 'string' },
    password: { type: 'string' },
    button: { type: 'string' },
  },
});
const { 'idp-url': idpUrl = '', metadata = '', record, name = '', password = '', button = '' } = values;

const [sandbox, home] = await Promise.all([startSandbox(), temporaryHome()]);
try {
  const data = home.file('data');
  const browser = openSamlBrowser({
    env: { ...home.environment(), BROWSER: await ownChromium(home.path) },
    platform: process.platform,
    homeDirectory: home.path,
    data,
    unwanted: false,
    files: createFiles(),
  });
  const capture = async (onOpen: () => void): Promise<{ text: string; response: SamlResponse }> => {
    const { response, endpoint } = await browser.capture(await browser.find(), {
      idpUrl,
      timeoutMs: 120_000,
      signal: new AbortController().signal,
      onOpen,
    });
    if (endpoint !== 'https://signin.aws.amazon.com/saml') throw new Error(`posted to ${endpoint}`);
    return { text: response.reveal(), response: readSamlResponse(response.reveal()) };
  };

  const person = new AbortController();
  let typing: Promise<void> = Promise.resolve();
  const first = await capture(() => {
    typing = typeInto(data, { [name]: 'ana', [password]: 'correct horse' }, button, person.signal);
  });
  person.abort();
  await typing;
  console.log(`signed in: ${first.text.length} characters, issuer ${first.response.issuer ?? ''}`);
  if (record !== undefined) await writeFile(record, `${first.text.replace(/.{120}/g, '$&\n')}\n`);

  const second = await capture(() => undefined);
  console.log('signed in again, and nobody typed anything');

  for (const { response } of [first, second]) {
    refuseForeign(response);
    const found = doubts(response, { here: new Date(), aws: undefined });
    if (found.length > 0) throw new Error(`doubts: ${found.join(' ')}`);
  }
  await takeRole(second.response);
} finally {
  await Promise.all([sandbox.stop(), home.remove()]);
}

async function takeRole(response: SamlResponse): Promise<void> {
  const account = sandbox.aws.account('111122223333');
  const provider = account.samlProvider('Corp', await readFile(metadata, 'utf8'));
  for (const role of ['Developer', 'ReadOnly'])
    account.role(role, { trust: provider.trust(), maxSessionDuration: 14_400 });
  const names = response.roles.map(({ roleArn }) => roleArn.split('/').at(-1)).sort();
  if (names.join() !== 'Developer,ReadOnly') throw new Error(`roles: ${names.join()}`);
  const aws = awsSeeing(sandbox.environment());
  for (const role of response.roles) {
    const sts = await aws.sts({ region: 'eu-west-1' });
    const credentials = await sts.assumeRoleWithSaml({
      ...role,
      assertion: response.assertion,
      durationSeconds: response.sessionDuration ?? 3600,
    });
    const identity = await (await aws.sts({ region: 'eu-west-1', credentials })).getCallerIdentity();
    console.log(`took ${identity.arn}, until ${credentials.expiration?.toISOString() ?? 'nobody knows when'}`);
  }
}
