import { AssumeRoleCommand, GetFederationTokenCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { cleanEnvironment } from '../helpers/environment.js';
import { needs } from '../helpers/needs.js';
import { run } from '../helpers/run.js';
import { undoAfter } from '../helpers/undo.js';
import { Clients } from './clients.js';
import { refused } from './refusal.js';
import { startSandbox, type Sandbox } from './sandbox.js';
import type { User } from './aws/user.js';

interface Limits {
  readonly type: 'string' | 'integer';
  readonly min?: number;
  readonly max?: number;
}

// AWS's own model of STS, as its Python SDK carries it: parameter → limits, for the operations asked for.
const program = `
import botocore.session, json, sys
model = botocore.session.get_session().get_service_model('sts')
shapes = {name: model.operation_model(name).input_shape.members for name in sys.argv[1:]}
json.dump({name: {key: {'type': shape.type_name, **{limit: shape.metadata[limit] for limit in ('min', 'max') if limit in shape.metadata}}
  for key, shape in members.items() if shape.type_name in ('string', 'integer')} for name, members in shapes.items()}, sys.stdout)
`;

describe("the sandbox's STS, beside AWS's model of it", () => {
  const undo = undoAfter();
  let sandbox: Sandbox;
  let ana: User;
  let model: Record<string, Record<string, Limits>>;
  before(needs('newest-botocore'));
  before(async function () {
    this.timeout(60_000);
    const { stdout } = await run(
      'python-newest-botocore',
      ['-c', program, 'AssumeRole', 'GetSessionToken', 'GetFederationToken'],
      {
        env: cleanEnvironment(),
      },
    );
    model = JSON.parse(stdout) as typeof model;
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    ana = sandbox.aws.account('111122223333').user('ana');
  });

  const send = (operation: string, parameters: Record<string, unknown>): Promise<unknown> => {
    const sts = new Clients(sandbox).sts(ana.key);
    if (operation === 'AssumeRole')
      return sts.send(
        new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111122223333:role/dev', RoleSessionName: 'ana', ...parameters }),
      );
    if (operation === 'GetFederationToken')
      return sts.send(new GetFederationTokenCommand({ Name: 'ana', ...parameters }));
    return sts.send(new GetSessionTokenCommand(parameters));
  };
  const place = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

  for (const operation of ['AssumeRole', 'GetSessionToken', 'GetFederationToken']) {
    it(`${operation} refuses values beyond each limit, and takes those at it`, async () => {
      const limited = Object.entries(model[operation] ?? {}).filter(
        ([, { min, max }]) => min !== undefined || max !== undefined,
      );
      expect(limited).to.not.be.empty;
      for (const [name, { type, min, max }] of limited) {
        const value = (size: number): unknown => (type === 'integer' ? size : '1'.repeat(size));
        for (const beyond of [
          max === undefined ? [] : [max + 1],
          min === undefined || (min <= 1 && type === 'string') ? [] : [min - 1],
        ].flat()) {
          const { code, message } = await refused(send(operation, { [name]: value(beyond) }));
          expect([name, beyond, code, message.includes(`at '${place(name)}' failed`)]).to.deep.equal([
            name,
            beyond,
            'ValidationError',
            true,
          ]);
        }
        for (const at of [min, max].filter((limit) => limit !== undefined)) {
          const answer = await send(operation, { [name]: value(at) }).then(
            () => '',
            (error: unknown) => (error as Error).message,
          );
          expect(answer).to.not.contain(`at '${place(name)}' failed`);
        }
      }
    });
  }
});
