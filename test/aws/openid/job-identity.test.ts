import { expect } from 'chai';
import { githubTokenRequest, jobAudience } from '../../../src/aws/openid/job-identity.js';
import { isProblem } from '../../../src/core/problem.js';

describe('the request for the token of a job of GitHub', () => {
  const at = (ACTIONS_ID_TOKEN_REQUEST_URL: string): ReturnType<typeof githubTokenRequest> =>
    githubTokenRequest({ ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer' }, 'sts.amazonaws.com');

  it("goes to GitHub's own hosts, with the audience in the place of any other", () => {
    for (const host of [
      'actions.githubusercontent.com',
      'pipelines.actions.githubusercontent.com',
      'run-actions-1-azure-eastus.actions.githubusercontent.com',
      'RUN.Actions.GitHubUserContent.com',
      'actions.octocorp.ghe.com',
      'octocorp.ghe.com',
    ]) {
      const { url, bearer } = at(`https://${host}/x/y?api-version=2.0&audience=other#part`);
      expect(url.href).to.equal(`https://${host.toLowerCase()}/x/y?api-version=2.0&audience=sts.amazonaws.com`);
      expect(bearer.reveal()).to.equal('bearer');
    }
  });

  it('goes nowhere else', () => {
    for (const address of [
      'http://actions.githubusercontent.com/',
      'https://actions.githubusercontent.com:444/',
      'https://actions.githubusercontent.com@evil.example/',
      'https://evil.example/actions.githubusercontent.com',
      'https://evil.example#.actions.githubusercontent.com',
      'https://evil.example\\.actions.githubusercontent.com/',
      'https://actions.githubusercontent.com.evil.example/',
      'https://actions.githubusercontent.com./',
      'https://xactions.githubusercontent.com/',
      'https://githubusercontent.com/',
      'https://raw.githubusercontent.com/',
      'https://ghe.com/',
      'https://octocorp-ghe.com/',
      'https://octocorp.ghe.com.evil.example/',
      'https://user:secret@actions.githubusercontent.com/',
      'https://127.0.0.1/',
      'https://[::1]/',
      'file:///etc/passwd',
      '//actions.githubusercontent.com/',
    ]) {
      let refused: unknown;
      try {
        at(address);
      } catch (error) {
        refused = error;
      }
      expect(isProblem(refused, 'usage'), address).to.equal(true);
    }
  });

  it('asks for the audience of the partition', () => {
    expect(['eu-west-1', 'us-gov-west-1', 'cn-northwest-1', ''].map(jobAudience)).to.deep.equal([
      'sts.amazonaws.com',
      'sts.amazonaws.com',
      'sts.amazonaws.com.cn',
      'sts.amazonaws.com',
    ]);
  });
});
