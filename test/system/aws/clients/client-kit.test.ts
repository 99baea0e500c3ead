import { writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Problem } from '../../../../src/core/problem.js';
import { openAws } from '../../../../src/system/aws/index.js';
import { createFiles } from '../../../../src/system/files/files.js';
import { longTermKeys, rejection } from '../../../helpers/aws-client.js';
import { temporaryHome } from '../../../helpers/environment.js';
import { callerIdentity, fakeService, type FakeService } from '../../../helpers/fake-service.js';
import { undoAfter } from '../../../helpers/undo.js';

describe('an endpoint without TLS', function () {
  this.timeout(60_000);
  const undo = undoAfter();
  let service: FakeService;
  before(async () => {
    service = await fakeService(() => callerIdentity());
    undo(() => service.close());
  });

  /** Asks STS by what a profile and the environment say; gives what was warned of. */
  async function ask(config: string, env: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
    const home = await temporaryHome();
    undo(() => home.remove());
    const path = home.file('config');
    await writeFile(path, config);
    const files = { config: path, credentials: '/nowhere', home: home.path };
    const warned: string[] = [];
    const aws = openAws({
      env: { AWS_MAX_ATTEMPTS: '1', ...env },
      files,
      disk: createFiles(),
      version: '1.2.3',
      now: () => new Date(),
      warn: (text) => warned.push(text),
    });
    for (let call = 0; call < 2; call += 1)
      await (
        await aws.sts({ region: 'eu-west-1', profile: 'p', credentials: longTermKeys })
      )
        .getCallerIdentity()
        .catch((error: unknown) => {
          if ((error as Problem).kind !== 'network') throw error;
        });
    return warned;
  }

  for (const url of [
    'http://sts.example.com',
    'http://169.254.170.2',
    'http://127.0.0.1.example.com',
    'http://[::2]:1',
  ])
    for (const config of [
      `[profile p]\nendpoint_url = ${url}\n`,
      `[profile p]\nservices = s\n[services s]\nsts =\n  endpoint_url = ${url}\n`,
    ])
      it(`gets nothing where a file names it: ${url} (${config.includes('services') ? 'services' : 'profile'})`, async () => {
        const { kind, message } = (await rejection(ask(config))) as Problem;
        expect(kind).to.equal('usage');
        expect(message).to.contain(url).and.contain('not https');
      });

  it('is asked where it is this very computer, and nothing is said', async () => {
    expect(await ask(`[profile p]\nendpoint_url = ${service.url}\n`)).to.deep.equal([]);
    expect(await ask('', { AWS_ENDPOINT_URL: service.url })).to.deep.equal([]);
    expect(service.seen).to.have.length(4);
  });

  for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_STS'])
    it(`is asked where ${name} names it, with one warning`, async () => {
      expect(await ask('', { [name]: 'http://stand-in.invalid:4566' })).to.deep.equal([
        `What is secret goes unencrypted to http://stand-in.invalid:4566 (${name}).`,
      ]);
    });
});
