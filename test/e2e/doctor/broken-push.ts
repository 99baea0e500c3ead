import { expect } from 'chai';

import type { Machines } from './machine.js';

/** What only a push meets. */
export const brokenPush: Machines = {
  'a role that may not push': {
    cause: 'push',
    says: /may not push: no identity-based policy allows codecommit:GitPush/,
    level: 'warn',
    breakIt: ({ fixture }) =>
      fixture.role.policies.splice(0, Infinity, {
        Statement: { Effect: 'Allow', Action: ['codecommit:GetRepository', 'codecommit:GitPull'], Resource: '*' },
      }),
    shows: async (bench) =>
      expect((await bench.git(['push', 'origin', 'HEAD:refs/heads/try'])).stderr).to.contain('403'),
    person: ({ fixture }) =>
      fixture.role.policies.splice(0, Infinity, {
        Statement: { Effect: 'Allow', Action: 'codecommit:*', Resource: '*' },
      }),
  },
};
