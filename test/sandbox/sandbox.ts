import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Certificates } from './certificates.js';
import { SandboxClock } from './clock.js';
import { Faults } from './faults.js';
import { RequestLog } from './log.js';
import { Proxy } from './proxy.js';
import { Registry } from './registry.js';
import { createSandboxServer } from './server.js';
import { services } from './services/index.js';
import type { Service } from './wire/exchange.js';
import { Aws } from './aws/aws.js';

/** A small AWS on loopback. */
export interface Sandbox {
  readonly aws: Aws;
  readonly clock: SandboxClock;
  readonly log: RequestLog;
  readonly faults: Faults;
  /** `http://127.0.0.1:PORT`: the only way in. */
  readonly proxyUrl: string;
  /** The certificate authority that clients have to trust: a PEM file, and its text. */
  readonly caFile: string;
  readonly ca: string;
  /** Adds a service of the test's own. */
  serve(service: Service): void;
  /** Variables for AWS's tools and for the product; Git itself needs `gitVariables` or `gitConfig` too. */
  environment(): Record<string, string>;
  /** Git's part as variables (Git 2.31 or later). */
  gitVariables(): Record<string, string>;
  /** Git's part as lines of a configuration file, such as `~/.gitconfig`. */
  gitConfig(): string;
  /** Closes everything and removes its folder; throws what went wrong inside the sandbox itself. */
  stop(): Promise<void>;
}

/** Starts an empty sandbox: no accounts, real clock, free port. */
export async function startSandbox(): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'git-codecommit-sandbox-'));
  const clock = new SandboxClock();
  const [aws, log, faults, registry] = [
    new Aws(clock, folder),
    new RequestLog(),
    new Faults(),
    new Registry(services()),
  ];
  const certificates = await Certificates.create();
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, certificates.pem);
  const errors: unknown[] = [];
  const parts = {
    certificates,
    clock,
    faults,
    log,
    registry,
    aws,
    broken: (error: unknown) => void errors.push(error),
  };
  const proxy = await Proxy.listen(parts, createSandboxServer(parts));
  return {
    aws,
    clock,
    log,
    faults,
    caFile,
    ca: certificates.pem,
    proxyUrl: proxy.url,
    serve: (service) => registry.add(service),
    ...variables(proxy.url, caFile),
    async stop() {
      await proxy.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      if (errors.length > 0) throw new AggregateError(errors, 'the sandbox itself failed');
    },
  };
}

function variables(proxyUrl: string, caFile: string): Pick<Sandbox, 'environment' | 'gitVariables' | 'gitConfig'> {
  const git = [
    ['http.proxy', proxyUrl],
    ['http.sslCAInfo', caFile.replace(/\\/g, '/')],
  ] as const;
  return {
    environment: () => ({ HTTPS_PROXY: proxyUrl, NO_PROXY: 'localhost,127.0.0.1,::1', AWS_CA_BUNDLE: caFile }),
    gitVariables: () =>
      Object.fromEntries([
        ['GIT_CONFIG_COUNT', String(git.length)],
        ...git.flatMap(([key, value], index) => [
          [`GIT_CONFIG_KEY_${index}`, key],
          [`GIT_CONFIG_VALUE_${index}`, value],
        ]),
      ]) as Record<string, string>,
    gitConfig: () => `[http]\n\tproxy = "${git[0][1]}"\n\tsslCAInfo = "${git[1][1]}"\n`,
  };
}
