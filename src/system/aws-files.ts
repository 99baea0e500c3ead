import type { AwsFiles } from '../core/ports/aws-files.js';

/**
 * AWS's loader, as its JavaScript SDKs use it. It is read anew each time: its cache would show what was there before we
 * wrote. Both paths are given, for on Windows it would look where `HOME` says. It is loaded when it is needed.
 */
export function openAwsFiles(): AwsFiles {
  return {
    profiles: async ({ credentials, config }) => {
      const { parseKnownFiles } = await import('@aws-sdk/shared-ini-file-loader');
      return await parseKnownFiles({ filepath: credentials, configFilepath: config, ignoreCache: true });
    },
  };
}
