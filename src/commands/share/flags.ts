import type { Flag } from '../../core/interview/flag.js';

export const shareFlags = [
  { name: 'page', kind: 'switch', help: 'an onboarding page in HTML, with everything in it' },
  {
    name: 'published-at',
    kind: 'value',
    valueName: 'URL',
    help: "https address where the recipe will be, for the page's command",
  },
  {
    name: 'repository',
    kind: 'value',
    valueName: 'NAME|URL',
    help: "the repository to begin with (default: the current clone's, or the one the profile is for)",
  },
  { name: 'team', kind: 'value', valueName: 'NAME', help: 'whose recipe it is, for its readers' },
  { name: 'contact', kind: 'value', valueName: 'TEXT', help: 'whom to ask, for its readers' },
  {
    name: 'from',
    kind: 'value',
    valueName: 'FILE|URL',
    help: 'take this team recipe instead of a profile: checked, and written anew',
  },
] as const satisfies readonly Flag[];

export type ShareFlag = (typeof shareFlags)[number];
