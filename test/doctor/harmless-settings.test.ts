import { expect } from 'chai';
import { harmlessSetting, withoutQuotedSettings } from '../../src/doctor/harmless-settings.js';
import { awsHelperValue, helperValue } from '../../src/git/settings/helper-value.js';

const helper = 'credential.https://example.com.helper';

describe('what a report shows of Git settings', () => {
  for (const value of [
    'store',
    helperValue({ bare: true, file: '/x', node: undefined }, 'my-app'),
    helperValue({ bare: false, file: '/usr/lib/git-credential-codecommit', node: '/usr/bin/node' }, 'my-app'),
    awsHelperValue('my-app'),
    awsHelperValue(undefined),
  ])
    it(`all of a helper that holds nothing else: ${value}`, () =>
      expect(harmlessSetting({ key: helper, value })).to.equal(`${helper} = ${value}`));

  for (const [value, shown] of [
    ['store --file /home/ana/MARKED', 'store <left out>'],
    ['!/opt/vault/helper -u ana -p MARKED', '!/opt/vault/helper <left out>'],
    ['!"C:/Program Files/vault.exe" -pMARKED', '!"C:/Program Files/vault.exe" <left out>'],
    ['!f() { echo username=MARKED; echo password=MARKED; }; f', '!f() <left out>'],
    ['!TOKEN=MARKED vault get', '<left out> <left out>'],
    ['!https://ana:MARKED@example.com/x get', '<left out> <left out>'],
    ['!$(MARKED)', '<left out>'],
    ['!aws codecommit credential-helper $@; curl -u ana:MARKED', '!aws <left out>'],
    ['!aws --profile x codecommit credential-helper --token MARKED $@', '!aws <left out>'],
    ['codecommit --profile x --password MARKED', 'codecommit <left out>'],
    ['!x\n-p MARKED', '!x <left out>'],
  ] as const)
    it(`of another helper its first word: ${JSON.stringify(value)}`, () =>
      expect(harmlessSetting({ key: helper, value })).to.equal(`${helper} = ${shown}`));

  for (const [value, shown] of [
    ['http://proxy.example.com:3128', 'http://proxy.example.com:3128'],
    ['proxy.example.com:3128/', 'proxy.example.com:3128/'],
    ['http://[fd00::1]:3128', 'http://[fd00::1]:3128'],
    ['http://ana:MAR/KED@proxy.example.com:3128', 'http://<login>@proxy.example.com:3128'],
    ['http://ana:MAR@KED@proxy:1', 'http://<login>@proxy:1'],
    [`http://ana:MAR'KED" x@proxy:1`, 'http://<login>@proxy:1'],
    ['ana:MARKED@proxy:1', '<login>@proxy:1'],
    ['http://ana:MARKED', '<left out>'],
    ['http://ana:MARKED@proxy/x?token=MARKED', '<left out>'],
  ] as const)
    it(`of a proxy no login, whatever characters it has: ${value}`, () =>
      expect(harmlessSetting({ key: 'http.proxy', value })).to.equal(`http.proxy = ${shown}`));

  it('of keys no login, and of what is not known nothing but the name', () => {
    for (const [key, value, shown] of [
      ['url.https://ana:MAR/KED@example.com/.insteadof', 'gh:', 'url.https://<login>@example.com/.insteadof = gh:'],
      ['url.https://x/.insteadof', 'https://ana:MAR@KED@x/', 'url.https://x/.insteadof = https://<login>@x/'],
      ['http.https://ana:MAR/KED@example.com.sslverify', 'false', 'http.https://<login>@example.com.sslverify = false'],
      ['http.https://x.example.com/dl/MARKED?sig=MARKED.proxy', '', 'http.https://x.example.com/<left out>.proxy = '],
      ['url.https://x/.insteadof', 'https://y/MARKED', 'url.https://x/.insteadof = https://y/<left out>'],
      [
        'credential.https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/x.usehttppath',
        'true',
        'credential.https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/x.usehttppath = true',
      ],
      ['http.extraheader', 'X-Token: MARKED', 'http.extraheader = <left out>'],
      ['http.useragent', 'MARKED', 'http.useragent = <left out>'],
      ['credential.username', 'MARKED', 'credential.username = <left out>'],
      ['credential.azrepos.MARKED', undefined, 'credential.azrepos.MARKED'],
      ['credential.usehttppath', 'true', 'credential.usehttppath = true'],
      ['http.sslcainfo', '/etc/ca.pem', 'http.sslcainfo = /etc/ca.pem'],
      ['http.sslcainfo', 'pkcs11:object=x;pin-value=MARKED', 'http.sslcainfo = <left out>'],
    ] as const)
      expect(harmlessSetting({ key, value })).to.equal(shown);
  });

  it('and of what findings quote of them no more, whole, cut short or escaped', () => {
    const value = '!/opt/vault/helper -u ana --secret=correct.horse.battery';
    const entries = [
      { key: helper, value },
      { key: 'http.proxy', value: 'http://ana:hunter/two@proxy:1' },
    ];
    for (const text of [
      `"${value}" answers for this URL`,
      `"${value.slice(0, 45)}…" answers for this URL`,
      `git config --unset credential.helper '${value.replace(/\./g, '\\.')}'`,
      'http.proxy = http://ana:hunter/two@proxy:1 is set',
    ]) {
      const shown = withoutQuotedSettings(text, entries);
      expect(shown, shown).to.not.match(/horse|battery|secret=c|hunter/);
    }
    expect(withoutQuotedSettings(`"${value}" answers for this URL`, entries)).to.equal(
      '"!/opt/vault/helper <left out>" answers for this URL',
    );
  });

  it('and of addresses that begin alike no more than those themselves', () => {
    const entries = [
      { key: helper, value: '!sh -c "curl https://example.com/MARKED"' },
      { key: 'url.https://git.example.com/MARKEDtoo/.insteadof', value: 'gh:' },
    ];
    expect(withoutQuotedSettings('https://sts.example.com answers; curl https://example.com/MAR…', entries)).to.equal(
      'https://sts.example.com answers; curl <left out>…',
    );
    expect(withoutQuotedSettings('It is url.https://git.example.com/MARKEDtoo/.insteadof.', entries)).to.equal(
      'It is url.https://git.example.com/<left out>.insteadof.',
    );
  });

  it('but the words of a finding stay, whatever words others use', () => {
    const entries = [
      { key: helper, value: '!f() { echo No session token left out; }; f -u bob -p The' },
      { key: 'credential.username', value: 'ana' },
      { key: 'credential.https://x.example.com.username', value: 'token' },
    ];
    for (const text of ['No other token stands beside the session token.', 'The helper is left out.'])
      expect(withoutQuotedSettings(text, entries)).to.equal(text);
    expect(withoutQuotedSettings('a password of another login (ana), for "bob"', entries)).to.equal(
      'a password of another login (<left out>), for "<left out>"',
    );
    expect(withoutQuotedSettings(`"${entries[0]?.value ?? ''}" is set`, entries)).to.equal('"!f() <left out>" is set');
  });
});
