import { expect } from 'chai';
import { withoutAnswers, withoutSecrets } from '../../../src/system/process/child-environment.js';

describe('the environment of a child', () => {
  const env = {
    PATH: '/bin',
    GIT_CODECOMMIT_KEYS: 'answers',
    GIT_CODECOMMIT_HOME: '/home/ana',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.githubusercontent.com/',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer',
    GITLAB_OIDC_TOKEN: 'token',
  };

  it('has no answers to our questions', () => {
    expect(Object.keys(withoutAnswers(env))).to.deep.equal(
      Object.keys(env).filter((name) => name !== 'GIT_CODECOMMIT_KEYS'),
    );
  });

  it("has neither AWS's keys nor what a job of CI is known by, where nothing is signed", () => {
    expect(withoutSecrets(env)).to.deep.equal({
      PATH: '/bin',
      GIT_CODECOMMIT_HOME: '/home/ana',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.githubusercontent.com/',
    });
  });
});
