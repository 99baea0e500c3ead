import type { Account } from './account.js';
import { secretAccessKey, uniqueId } from './ids.js';
import { MfaDevice, type MfaKind } from './mfa-device.js';
import type { PolicyDocument } from './policy.js';

/** A long-term access key. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The console's "Deactivate": AWS then says that the key id is invalid. */
  active: boolean;
}

/** An IAM user, or an account's root user, which has no name. */
export class User {
  readonly id: string;
  readonly arn: string;
  readonly keys: AccessKey[] = [];
  readonly devices: MfaDevice[] = [];

  constructor(
    readonly account: Account,
    readonly name: string | undefined,
    readonly path: string,
    readonly policies: PolicyDocument[],
  ) {
    this.id = name === undefined ? account.id : uniqueId('AIDA');
    this.arn = account.arn('iam', name === undefined ? 'root' : `user${path}${name}`);
  }

  /** The first access key. */
  get key(): AccessKey {
    const key = this.keys[0];
    if (!key) throw new Error(`${this.arn} has no access key`);
    return key;
  }

  /** The first MFA device. */
  get device(): MfaDevice {
    const device = this.devices[0];
    if (!device) throw new Error(`${this.arn} has no MFA device`);
    return device;
  }

  createKey(): AccessKey {
    const key = { accessKeyId: uniqueId('AKIA'), secretAccessKey: secretAccessKey(), active: true };
    this.keys.push(key);
    this.account.aws.register(key, this);
    return key;
  }

  enableDevice(kind: MfaKind): MfaDevice {
    const device = new MfaDevice(kind, this.#serialNumber(kind), this.account.clock.now(), this.account.clock);
    this.devices.push(device);
    return device;
  }

  /** `accessKeys.csv` as the console's "Download .csv file" button gives it: a byte order mark, CRLF. */
  accessKeysCsv(): string {
    const rows = this.keys.map((key) => `${key.accessKeyId},${key.secretAccessKey}`);
    return `\ufeff${['Access key ID,Secret access key', ...rows].join('\r\n')}\r\n`;
  }

  // Source: IAM API reference, MFADevice; security keys are listed with a `u2f/` ARN.
  #serialNumber(kind: MfaKind): string {
    const name = this.name ?? 'root-account-mfa-device';
    const suffix = this.devices.length === 0 ? '' : String(this.devices.length + 1);
    if (kind === 'hardware') return `GAHT1234567${8 + this.devices.length}`;
    if (kind === 'fido') return this.account.arn('iam', `u2f/user/${name}/yubikey${suffix}-3WZTKEXAMPLEZ5UVUJXXQJ3A4`);
    return this.account.arn('iam', `mfa/${name}${suffix}`);
  }
}
