// What those flags of setup can be that are one of a few: the first question loads this, and no table of flags.

export const gitScopes = ['region', 'all', 'repository', 'local', 'global', 'none'] as const;
export const helpers = ['codecommit', 'aws'] as const;
export const saveTargets = ['file', 'environment'] as const;
