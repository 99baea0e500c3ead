import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { initialize } from '../git/bare-repository.js';
import type { Account } from './account.js';

export interface RepositoryOptions {
  readonly region: string;
  /** Path to content of the first commit; without it the repository is empty. */
  readonly files?: Readonly<Record<string, string>>;
  readonly description?: string;
  readonly defaultBranch?: string;
}

/** Why KMS does not let CodeCommit read the repository. Source: CodeCommit API reference, GetRepository, errors. */
export type KmsFault =
  | 'EncryptionKeyAccessDeniedException'
  | 'EncryptionKeyDisabledException'
  | 'EncryptionKeyNotFoundException'
  | 'EncryptionKeyUnavailableException'
  | 'EncryptionIntegrityChecksFailedException';

/** A CodeCommit repository; its bare Git directory is made when it is first needed. */
export class Repository {
  readonly id = randomUUID();
  readonly region: string;
  readonly arn: string;
  readonly creationDate: Date;
  readonly description: string | undefined;
  readonly branch: string;
  /** Why KMS refuses, while it does. */
  kmsFault: KmsFault | undefined;
  #directory: string | undefined;

  constructor(
    readonly account: Account,
    readonly name: string,
    readonly options: RepositoryOptions,
  ) {
    this.region = options.region;
    this.arn = account.arn('codecommit', name, options.region);
    this.creationDate = account.clock.now();
    this.description = options.description;
    this.branch = options.defaultBranch ?? 'main';
  }

  /** The HTTPS clone URL, as the console shows it. */
  get url(): string {
    return this.#cloneUrl('https');
  }

  get sshUrl(): string {
    return this.#cloneUrl('ssh');
  }

  /** Whether somebody could already clone a commit. */
  get isEmpty(): boolean {
    return this.options.files === undefined;
  }

  /** The bare Git directory. */
  directory(): string {
    if (this.#directory !== undefined) return this.#directory;
    const directory = join(this.account.aws.folder, 'repositories', `${this.id}.git`);
    mkdirSync(directory, { recursive: true });
    initialize(directory, this.branch, this.options.files);
    this.#directory = directory;
    return directory;
  }

  /** KMS refuses from now on. */
  denyKms(trouble: KmsFault = 'EncryptionKeyAccessDeniedException'): void {
    this.kmsFault = trouble;
  }

  allowKms(): void {
    this.kmsFault = undefined;
  }

  #cloneUrl(scheme: string): string {
    const suffix = this.account.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    return `${scheme}://git-codecommit.${this.region}.${suffix}/v1/repos/${this.name}`;
  }
}
