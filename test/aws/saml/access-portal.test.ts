import { expect } from 'chai';
import { isSamePortal } from '../../../src/aws/saml/access-portal.js';

describe('two start URLs', () => {
  const startUrl = 'https://corp.awsapps.com/start';

  it("are one portal's whatever the browser's page appends, and however they are written", () => {
    for (const other of [startUrl, `${startUrl}/`, `${startUrl}/#/`, `${startUrl}#/?tab=accounts`, `${startUrl}?a=b`])
      expect(isSamePortal(other, startUrl), other).to.equal(true);
    expect(isSamePortal('https://CORP.awsapps.com/start', startUrl)).to.equal(true);
  });

  it('are two where the host or the path is another, or one is missing', () => {
    for (const other of ['https://corp.awsapps.com/other', 'https://corp2.awsapps.com/start', '', undefined])
      expect(isSamePortal(other, startUrl), other).to.equal(false);
  });
});
