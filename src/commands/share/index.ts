import type { Command } from '../shared/command.js';

/** A profile's recipe for the rest of the team. */
export const share: Command = {
  name: 'share',
  summary: 'a team recipe, or an onboarding page, for others to begin with',
  operands: '[PROFILE]',
  most: 1,
  about:
    'Prints how a profile signs in as a team recipe, without secrets, names and anything else that is not ' +
    'the same for everybody. Others begin with it: `git codecommit setup --from FILE`, or an https address, ' +
    'or - for standard input. `--page` prints a page for newcomers instead. Without PROFILE it is the one ' +
    'that the current clone uses, else the only one there is.',
  flags: [
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
  ],
  run: async (invocation, ports) => (await import('./run.js')).runShare(invocation, ports),
};
