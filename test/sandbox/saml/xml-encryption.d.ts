declare module 'xml-encryption' {
  type Done = (error: Error | null, result: string) => void;

  export interface EncryptOptions {
    readonly rsa_pub: string;
    readonly pem: string;
    readonly encryptionAlgorithm: string;
    readonly keyEncryptionAlgorithm: string;
    readonly keyEncryptionDigest?: string;
  }

  /** Gives an `EncryptedData` element. */
  export function encrypt(content: string, options: EncryptOptions, done: Done): void;
  /** Takes an `EncryptedData` element. */
  export function decrypt(xml: string, options: { readonly key: string }, done: Done): void;
}
