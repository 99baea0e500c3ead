import { expect } from 'chai';
import { methods } from '../../src/methods/index.js';
import { confirmTeamRecipe } from '../../src/team/start-from-recipe.js';
import type { Problem } from '../../src/core/problem.js';
import { rejection } from '../helpers/aws-client.js';

describe('the confirmation of a team recipe', () => {
  const pools = {
    identityPoolId: 'eu-west-1:12345678-90ab-cdef-1234-567890abcdef',
    userPoolId: 'eu-west-1_AbCdEf123',
    clientId: '1h57kf5cpq17m0eml12EXAMPLE',
    login: 'user-pool',
  };

  it("names whose pools it leads to, for AWS's host is everybody's", async () => {
    const asked: string[] = [];
    const ui = {
      interactive: true,
      say: () => undefined,
      heading: () => undefined,
      table: () => undefined,
      ask: ({ message }: { readonly message: string }) => {
        asked.push(message);
        return Promise.resolve('no');
      },
    };
    const recipe = { method: 'cognito', answers: pools };
    const refused = await rejection(confirmTeamRecipe(recipe, methods, { texts: () => undefined }, ui));
    expect(refused).to.include({ kind: 'cancelled' });
    expect(asked).to.have.length(1);
    for (const place of [pools.identityPoolId, pools.userPoolId, pools.clientId]) expect(asked[0]).to.contain(place);
    const alone = { ...ui, interactive: false };
    const { message } = (await rejection(
      confirmTeamRecipe(recipe, methods, { texts: () => undefined }, alone),
    )) as Problem;
    for (const place of [pools.identityPoolId, pools.userPoolId, pools.clientId]) expect(message).to.contain(place);
  });
});
