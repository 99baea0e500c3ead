/** What a block of keys may hold, as plain text. */
export interface KeyFields {
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
  readonly sessionToken?: string | undefined;
  readonly expiration?: string | undefined;
  readonly region?: string | undefined;
}

export type KeyField = keyof KeyFields;

/** Every name these go by, letters and digits only: environment, AWS's files, its JSON answers and its CSV headings. */
const names: Readonly<Record<string, KeyField>> = {
  accesskeyid: 'accessKeyId',
  awsaccesskeyid: 'accessKeyId',
  accesskey: 'accessKeyId',
  awsaccesskey: 'accessKeyId',
  secretaccesskey: 'secretAccessKey',
  awssecretaccesskey: 'secretAccessKey',
  secretkey: 'secretAccessKey',
  awssecretkey: 'secretAccessKey',
  sessiontoken: 'sessionToken',
  awssessiontoken: 'sessionToken',
  securitytoken: 'sessionToken',
  awssecuritytoken: 'sessionToken',
  token: 'sessionToken',
  expiration: 'expiration',
  awscredentialexpiration: 'expiration',
  awsexpiration: 'expiration',
  awssessionexpiration: 'expiration',
  xsecuritytokenexpires: 'expiration',
  region: 'region',
  awsregion: 'region',
  awsdefaultregion: 'region',
};

/** The field that a name stands for: `AWS_SECRET_ACCESS_KEY`, `Secret access key` and `SecretKey` are one. */
export function keyField(name: string): KeyField | undefined {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return Object.hasOwn(names, plain) ? names[plain] : undefined;
}

/** One set of fields out of named values; a name that says the same again is no harm, one that says otherwise is. */
export function collectFields(pairs: Iterable<readonly [name: string, value: string]>): {
  fields: KeyFields;
  contradictory: KeyField | undefined;
} {
  const fields: Partial<Record<KeyField, string>> = {};
  let contradictory: KeyField | undefined;
  for (const [name, value] of pairs) {
    const field = keyField(name);
    if (field === undefined || value === '') continue;
    // AWS_REGION and AWS_DEFAULT_REGION may well differ; the first is the one AWS's tools prefer.
    if (fields[field] !== undefined && fields[field] !== value && field !== 'region') contradictory ??= field;
    fields[field] ??= value;
  }
  return { fields, contradictory };
}
