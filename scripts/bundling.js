import { resolve } from 'node:path';

/**
 * What every bundle is made with.
 * @type {import('esbuild').BuildOptions}
 */
export const common = {
  absWorkingDir: resolve(import.meta.dirname, '..'),
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  alias: {
    // Half a megabyte of character sets, for a prompt that is never asked.
    '@inquirer/editor': './src/system/terminal/no-editor.ts',
    '@aws-sdk/credential-provider-node': './src/system/aws/no-credential-chain.ts',
  },
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
};
