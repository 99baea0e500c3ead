import manifest from '../../package.json' with { type: 'json' };

/** Our own version, as the package says. */
export const version: string = manifest.version;
