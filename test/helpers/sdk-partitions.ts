import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A partition as AWS's SDK has it. */
export interface SdkPartition {
  readonly id: string;
  readonly regionRegex: string;
  readonly outputs: { readonly dnsSuffix: string; readonly dualStackDnsSuffix: string };
  readonly regions: Readonly<Record<string, unknown>>;
}

// The SDK looks regions up in this table, and exports the looking up alone.
const table = join(
  import.meta.dirname,
  '..',
  '..',
  'node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js',
);

/** AWS's partitions with their Regions, as its SDK for JavaScript knows them. */
export const {
  partitionsInfo: { partitions: sdkPartitions },
} = (await import(pathToFileURL(table).href)) as { partitionsInfo: { partitions: readonly SdkPartition[] } };
