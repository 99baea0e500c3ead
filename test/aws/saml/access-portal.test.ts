import { expect } from 'chai';
import { isSamePortal, portalPartition, regionOnPage } from '../../../src/aws/saml/access-portal.js';

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

describe("an access portal's page", () => {
  const host = 'corp.awsapps.com';
  const named = 'eu-central-1';

  for (const page of [
    `<!doctype html><html><head><meta name="region" content="${named}"/></head></html>`,
    `<META CONTENT='${named}' data-x NAME=region>`,
    `<meta charset=utf-8><meta\n name="Region"\n content=" ${named} "\n>`,
    `<meta name="region" content="${named}"><meta name="region" content="${named}">`,
    `<meta name="region" content="${named}">${'<'.repeat(60_000)}`,
  ]) {
    it(`names its Region: ${page.slice(0, 60)}`, () => {
      expect(regionOnPage(page, host)).to.equal(named);
    });
  }

  for (const [what, page] of [
    ['nothing', ''],
    ['no page', '{"region":"eu-central-1"}'],
    ['another name', `<meta name="regions" content="${named}">`],
    ['an empty one', '<meta name="region" content="">'],
    ['no content', '<meta name="region">'],
    ['two', `<meta name="region" content="${named}"><meta name="region" content="us-east-1">`],
    ['a host', '<meta name="region" content="eu-west-1.evil.example">'],
    ['a path', '<meta name="region" content="eu-west-1/../x">'],
    ['what harms a terminal', '<meta name="region" content="\u001b[2Jeu-west-1">'],
    ['one of another partition', '<meta name="region" content="cn-north-1">'],
    ['one of an isolated partition', '<meta name="region" content="us-iso-east-1">'],
    ['a long one', `<meta name="region" content="eu-${'west'.repeat(9000)}-1">`],
    ['a tag that does not end', `<meta name="region" content="${named}`],
  ] as const) {
    it(`names none that is taken where it has ${what}`, () => {
      expect(regionOnPage(page, host)).to.equal(undefined);
    });
  }

  it('is read in a time that grows as the page does, however it is made', () => {
    const page = '<meta name="region" content='.repeat(2300);
    expect(regionOnPage(page, host)).to.equal(undefined);
    expect(regionOnPage('<meta '.repeat(11_000), host)).to.equal(undefined);
  });

  it("is of its host's partition", () => {
    expect(
      [
        host,
        'corp.awsapps.cn',
        'start.us-gov-home.awsapps.com',
        'identitycenter.us-gov.amazonaws.com',
        'identitycenter.amazonaws.eu',
        'us-gov-fans.awsapps.com',
      ].map(portalPartition),
    ).to.deep.equal(['aws', 'aws-cn', 'aws-us-gov', 'aws-us-gov', 'aws-eusc', 'aws']);
    const page = '<meta name="region" content="us-gov-west-1">';
    expect(regionOnPage(page, 'start.us-gov-home.awsapps.com')).to.equal('us-gov-west-1');
    expect(regionOnPage(page, host)).to.equal(undefined);
  });
});
