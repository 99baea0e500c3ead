import { plainText } from '../../../src/core/advice/say.js';
import { expect } from 'chai';

import { pull, push } from '../../../src/doctor/checks/probes.js';
import { ports, facts } from '../facts.js';

/** What the check says of a 403 with that message. */
async function said(message: string, url?: string): Promise<string> {
  const probe = () =>
    Promise.resolve({
      status: 403,
      date: undefined,
      body:
        `<AccessDeniedException>\n  <Message>User: arn:aws:sts::111122223333:assumed-role/Developer/ana ` +
        'is not authorized to perform: codecommit:GitPull on resource: ' +
        `arn:aws:codecommit:eu-west-1:111122223333:my-app ${message}</Message>\n</AccessDeniedException>`,
    });
  const { level, detail } = await pull.run(facts(url === undefined ? {} : { url, cleanUrl: url }), ports({ probe }));
  expect(level).to.equal('fail');
  return plainText(detail);
}

/** The kinds of policies that AWS names. Source: IAM user guide, "Troubleshoot access denied error messages". */
describe("a 403 of CodeCommit's", () => {
  it('names the kind of policy that denies', async () => {
    expect(await said('with an explicit deny in a service control policy')).to.contain(
      'a service control policy denies codecommit:GitPull. Your administrator',
    );
    expect(
      await said(
        'with an explicit deny in a resource control policy: arn:aws:organizations::111122223333:policy/o-1/rcp/p-1',
      ),
    ).to.contain('a resource control policy denies');
    expect(await said('with an explicit deny in a permissions boundary')).to.contain('a permissions boundary denies');
    expect(await said('with an explicit deny in a session policy'))
      .to.contain('a session policy denies')
      .and.contain('--policy-file');
    expect(
      await said('with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/P'),
    ).to.contain('a policy of the user or role denies');
    expect(await said('because no permissions boundary allows the codecommit:GitPull action')).to.contain(
      'no permissions boundary allows codecommit:GitPull for my-app',
    );
    expect(await said('because no identity-based policy allows the codecommit:GitPull action')).to.contain(
      'A change takes a few minutes',
    );
    expect(await said('')).to.contain('codecommit:GitPull is missing or denied for my-app');
  });

  it('leads to whoever runs the network where it is the policy of a VPC endpoint', async () => {
    expect(await said('because no VPC endpoint policy allows the codecommit:GitPull action')).to.contain(
      'may not pull through this network: no policy of its VPC endpoint allows codecommit:GitPull. Who runs the network',
    );
    for (const more of [
      '',
      ' transitively through a service control policy',
      ': arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-1',
    ]) {
      expect(await said(`with an explicit deny in a VPC endpoint policy${more}`)).to.contain(
        'the policy of a VPC endpoint denies codecommit:GitPull.',
      );
    }
    expect(
      await said(
        'with an explicit deny in a VPC endpoint policy',
        'https://vpce-0a1b2c3d4e5f67890-abcdefgh.git-codecommit.eu-west-1.vpce.amazonaws.com/v1/repos/my-app',
      ),
    ).to.contain('denies codecommit:GitPull (vpce-0a1b2c3d4e5f67890).');
  });

  it('is no illness of somebody who may only read, where only the push is refused', async () => {
    const probe = () =>
      Promise.resolve({
        status: 403,
        date: undefined,
        body:
          '<AccessDeniedException><Message>because no identity-based policy allows the ' +
          'codecommit:GitPush action</Message></AccessDeniedException>',
      });
    expect(await push.run(facts(), ports({ probe }))).to.include({ level: 'warn' });
  });
});
