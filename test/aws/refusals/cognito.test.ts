import { plainText } from '../../../src/core/advice/say.js';
import { expect } from 'chai';
import { cognitoExamples } from './cognito-examples.js';
import { administratorMessage, explain } from '../../../src/aws/refusals/explain.js';

describe('what a refusal of Cognito means', () => {
  for (const [operation, code, said, message, found] of cognitoExamples) {
    it(`${operation}, ${code}: ${said}`, () => {
      const explained = explain({ message: said, facts: { operation, code } });
      expect(explained.message).to.contain(message);
      expect(explained.field).to.equal(found);
      expect(plainText(explained.hint)).to.match(/\.$|[a-z-]$/);
    });
  }

  it("asks an administrator in the service's own words", () => {
    const facts = { operation: 'GetCredentialsForIdentity', code: 'InvalidIdentityPoolConfigurationException' };
    expect(
      administratorMessage({ message: 'Check assigned IAM roles for this pool.', facts }, {}, new Date(0)),
    ).to.contain('cognito-identity:GetCredentialsForIdentity');
  });
});
