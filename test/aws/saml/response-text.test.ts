import { plainText } from '../../../src/core/advice/say.js';
import { expect } from 'chai';
import { samlResponseText } from '../../../src/aws/saml/response-text.js';
import { problemOf } from '../../helpers/problem.js';
import { fc } from '../../helpers/random.js';

// Every character base64 has is in here, padding too.
const xml =
  `<samlp:Response>${Array.from({ length: 200 }, (_, index) => String.fromCodePoint(0x400 + index)).join('~?>')}</samlp:Response ` +
  '>';
const response = Buffer.from(xml).toString('base64');

const forms: Readonly<Record<string, string>> = {
  'the bare value': response,
  'blanks around it': `\n\t ${response} \r\n\r\n`,
  'a byte order mark': `\ufeff${response}`,
  'lines of 76 characters': response.replace(/.{76}/g, '$&\r\n'),
  'lines of 64 characters, indented': response.replace(/.{64}/g, '$&\n      '),
  'double quotes': `"${response}"`,
  'single quotes and a comma': `'${response}',`,
  'without padding': response.replace(/=+$/, ''),
  'the alphabet of URLs': response.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
  'percent signs': encodeURIComponent(response),
  'percent signs in small letters': encodeURIComponent(response).replace(/%../g, (code) => code.toLowerCase()),
  'percent signs for the line ends': encodeURIComponent(response.replace(/.{76}/g, '$&\r\n')),
  'a posted form': `SAMLResponse=${encodeURIComponent(response)}&RelayState=https%3A%2F%2Fconsole.aws.amazon.com%2F`,
  'a posted form, the other way round': `RelayState=token%3D1&SAMLResponse=${encodeURIComponent(response)}`,
  "a form's text/plain": `SAMLResponse=${response}\r\nRelayState=here\r\n`,
  'a form that was not encoded': `SAMLResponse=${response}&RelayState=`,
  'a line of the developer tools': `SAMLResponse: ${response}\nRelayState: https://console.aws.amazon.com/`,
  'lines of the developer tools, wrapped':
    `RelayState: x\nSAMLResponse: ` + `${response.replace(/.{76}/g, '$&\n')}\nOther: y`,
  'a table of the developer tools': `SAMLResponse\t"${response}"\nRelayState\t""`,
  'a command for curl':
    `curl 'https://signin.aws.amazon.com/saml' -H 'origin: https://idp.example' ` +
    `--data-raw 'SAMLResponse=${encodeURIComponent(response)}&RelayState=' --compressed`,
  'a command for PowerShell':
    'Invoke-WebRequest -Uri "https://signin.aws.amazon.com/saml" -Body ' +
    `"SAMLResponse=${encodeURIComponent(response)}&RelayState="`,
  'a recording in JSON (HAR)': JSON.stringify(
    {
      params: [
        { name: 'RelayState', value: '' },
        { name: 'SAMLResponse', value: response },
      ],
    },
    null,
    2,
  ),
  'JSON by name': JSON.stringify({ SAMLResponse: response, RelayState: '' }),
  'JSON with escapes': JSON.stringify({ SAMLResponse: response })
    .replaceAll('+', '\\u002b')
    .replaceAll('=', '\\u003d')
    .replaceAll('/', '\\/'),
  'parts of multipart/form-data':
    `------WebKitFormBoundaryX\r\nContent-Disposition: form-data; ` +
    `name="SAMLResponse"\r\n\r\n${response}\r\n------WebKitFormBoundaryX--\r\n`,
  'a form field': `<input type="hidden" name="SAMLResponse" value="${response}"/>`,
  'a form field, value first': `<INPUT VALUE='${response}' NAME='SAMLResponse' TYPE=hidden>`,
  'a form field without quotes': `<input name=SAMLResponse value=${response.replace(/=+$/, '')} type=hidden>`,
  'a form field with named and numbered characters':
    '<input type="hidden" name="SAMLResponse" ' +
    `value="${response.replaceAll('+', '&#x2B;').replaceAll('=', '&#61;').replaceAll('/', '&sol;')}" ` +
    '/>',
  'a form field with names for all that HTML knows by one':
    '<input type="hidden" name="SAMLResponse" ' +
    `value="&NewLine;${response.replaceAll('+', '&plus;').replaceAll('=', '&equals;').replaceAll('/', '&sol;')}&nbsp;">`,
  'a form field in lines':
    '<input type="hidden" name="SAMLResponse" ' + `value="${response.replace(/.{76}/g, '$&&#xd;&#xa;')}" />`,
  'a saved page':
    `<!DOCTYPE html><html><head><script>var a = "<input name='x'>";</script></head><body ` +
    'onload="document.forms[0].submit()"><form method="post" ' +
    'action="https://signin.aws.amazon.com/saml"><input type="hidden" name="RelayState" ' +
    `value=""><input type="hidden" name="SAMLResponse" value="${response}"><noscript><input ` +
    'type="submit" value="Continue > AWS"></noscript></form></body></html>',
  'the same twice': `<input name="SAMLResponse" value="${response}"><input name="SAMLResponse" value="${response}">`,
  'the XML itself': xml,
};

describe('the text of a SAML response', () => {
  for (const [form, text] of Object.entries(forms)) {
    it(`is found in ${form}`, () => {
      expect(samlResponseText(text)).to.equal(response);
    });
  }

  it('may have 100,000 characters and no more', () => {
    const most = Buffer.alloc(75_000, '<samlp:Response>').toString('base64');
    expect(samlResponseText(`SAMLResponse=${encodeURIComponent(most)}`)).to.have.length(100_000);
    const problem = problemOf(() => samlResponseText(`${most}AAAA`));
    expect(problem.message).to.equal('The SAML response has 100004 characters; AWS takes 100000 at most.');
  });

  for (const [what, text, says] of [
    ['nothing', '  \n ', 'empty'],
    ['prose', 'I clicked on AWS and nothing happened.', 'no SAML response'],
    [
      'a page without one',
      '<html><body><form><input name="user"></form></body></html>',
      'no SAMLResponse in this page',
    ],
    ['a request', `SAMLRequest=${encodeURIComponent(response)}`, 'SAMLRequest'],
    ['half a response', response.slice(0, response.length - 7), 'no whole SAML response'],
    [
      'two responses',
      `SAMLResponse=${encodeURIComponent(response)}&x=1&SAMLResponse=${encodeURIComponent(`AAAA${response}`)}`,
      'more than one',
    ],
    ['a wrong alphabet', `SAMLResponse=${response.slice(0, 80)}*${response.slice(80)}`, 'no whole SAML response'],
  ] as const) {
    it(`is refused when there is ${what}`, () => {
      const problem = problemOf(() => samlResponseText(text));
      expect(problem.kind).to.equal('usage');
      expect(problem.message).to.include(says);
      expect(plainText(problem.hint ?? '')).to.be.a('string');
    });
  }

  it('is not looked for in 100 MB', () => {
    expect(problemOf(() => samlResponseText('A'.repeat(100_000_000))).message).to.include('too long');
  });

  for (const [what, unit] of [
    ['tags that never end', '<input name="'],
    ['tags', '<input '],
    ['quotes', '"'],
    ['names', 'SAMLResponse='],
    ['line ends', '\n'],
    ['equals signs', '='],
    ['percent signs', '%25'],
    ['backslashes', '\\u00'],
    ['references', '&#x'],
  ] as const) {
    it(`takes no long time over ${what} by the million`, () => {
      const started = process.cpuUsage();
      const text = `x${unit.repeat(Math.floor(3_900_000 / unit.length))}x`;
      for (const pasted of [text, `SAMLResponse=${text}`]) {
        try {
          expect(samlResponseText(pasted)).to.match(/^[A-Za-z0-9+/]*={0,2}$/);
        } catch (error) {
          expect(error).to.have.property('kind', 'usage');
        }
      }
      const { user } = process.cpuUsage(started);
      expect(user / 1e6, 'seconds of work').to.be.below(10);
    });
  }

  it('comes out the same however it was wrapped and quoted', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 60, maxLength: 400 }),
        fc.integer({ min: 20, max: 90 }),
        fc.constantFrom('', '"', "'"),
        fc.constantFrom('\n', '\r\n', '\n  ', ' '),
        fc.boolean(),
        fc.constantFrom('', 'SAMLResponse=', 'RelayState=x&SAMLResponse='),
        (bytes, width, quote, lineEnd, encode, label) => {
          const value = Buffer.from(bytes).toString('base64');
          const wrapped = value.replace(new RegExp(`.{${width}}`, 'g'), `$&${lineEnd}`);
          expect(
            samlResponseText(`${label}${quote}${encode ? encodeURIComponent(wrapped) : wrapped}${quote}`),
          ).to.equal(value);
        },
      ),
    );
  });

  it('is base64 or a refusal, whatever is pasted', () => {
    const scraps = fc.constantFrom(
      'SAMLResponse',
      '=',
      ':',
      '"',
      '<input ',
      'name=',
      'value=',
      '>',
      '&#x',
      ';',
      '%3D',
      '%',
      '\\u002b',
      response.slice(0, 100),
      '\n',
      '&RelayState',
      '<samlp:Response',
      '\u0000',
      'é',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(scraps, fc.string())), (parts) => {
        try {
          expect(samlResponseText(parts.join(''))).to.match(/^[A-Za-z0-9+/]+={0,2}$/);
        } catch (error) {
          expect(error).to.have.property('kind', 'usage');
        }
      }),
    );
  });
});
