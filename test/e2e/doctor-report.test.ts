import { lstat, readFile, stat, symlink, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { Workshop, type Bench } from './doctor/bench.js';

describe('doctor --report', function () {
  this.timeout(180_000);
  let workshop: Workshop;
  let bench: Bench;
  before(async () => {
    workshop = await Workshop.open();
    bench = await workshop.bench();
    await bench.git([
      'config',
      '--global',
      'http.https://proxied.example.com.proxy',
      'http://ana:MARKED-PROXY@proxy.example.com:3128',
    ]);
    await bench.git(['config', '--global', 'http.https://odd.example.com.proxy', "http://ana:MARKED/O'DD@proxy:3128"]);
    await bench.git(['config', '--global', '--add', 'credential.helper', '!/opt/vault -u ana -p MARKEDhelper']);
    await bench.git(['config', '--global', 'http.extraHeader', 'Authorization: Basic TUFSS0VELUhFQURFUg==']);
    await bench.git([
      'config',
      '--global',
      'http.https://other.example.com.extraHeader',
      'X-Token: MARKED-OTHER-HEADER',
    ]);
    await bench.git(['config', '--local', 'credential.username', 'marked.person@example.com']);
    await bench.edit(['.aws', 'credentials'], (text) =>
      text.replace(/(\[my-app\]\n)/, '$1aws_security_token = MARKEDLEGACYTOKEN0123456789abcdefghijklmnop\n'),
    );
  });
  after(() => workshop.close());

  const secretsOf = async (): Promise<readonly string[]> => {
    const text = await readFile(bench.home.file('.aws', 'credentials'), 'utf8');
    return [...text.matchAll(/^(?:aws_\w+|x_security_token_expires) = (\S+)$/gm)]
      .map(([, value = '']) => value)
      .filter((value) => value.length > 15 && !/^\d{4}-/.test(value));
  };

  it("saves what was found, for the user's eyes only, and shows it", async () => {
    const { code, stderr } = await bench.codecommit(['doctor', '--report', 'report.txt'], {
      MARKED_VARIABLE: 'x',
      AWS_MAX_ATTEMPTS: '1',
    });
    expect(code, stderr).to.equal(1);
    const file = bench.home.file('clone', 'report.txt');
    const text = await readFile(file, 'utf8');
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(stderr).to.contain(text.trim());
    expect(stderr.replace(/\s+/g, ' ')).to.contain('Read it once before you send it');
    expect(text).to.match(/^fail extra-header: http\.extraHeader sends an Authorization/m);
    expect(text).to.match(
      /^## What cannot be seen from here\n.*a policy that protects single branches: Ask your administrator/m,
    );
    expect(text)
      .to.match(/^Git: git version \d/m)
      .and.match(/^Node: v\d/m)
      .and.match(/^git-codecommit: \d/m);
    expect(text)
      .to.contain('useHttpPath'.toLowerCase())
      .and.contain('signs in by: assume-role')
      .and.contain('AWS_MAX_ATTEMPTS');
  });

  it('holds no secret, no account number, no key id and no name', async () => {
    const text = await readFile(bench.home.file('clone', 'report.txt'), 'utf8');
    const secrets = await secretsOf();
    expect(secrets.length).to.be.greaterThan(3);
    const marked = [
      'MARKED',
      'TUFSS0VE',
      'marked.person',
      '444455556666',
      '111122223333',
      'my-app',
      'Developer',
      'AKIA',
      'ASIA',
      bench.home.path,
    ];
    for (const secret of [...secrets, ...marked]) expect(text, secret).to.not.contain(secret);
    expect(text).to.contain('<account-1>').and.contain('<login>@');
  });

  it('goes by no link, which a clone may have brought', async () => {
    const aim = bench.home.file('aim');
    await symlink(aim, bench.home.file('clone', 'linked.txt'));
    const { code, stderr } = await bench.codecommit(['doctor', '--report', 'linked.txt']);
    expect(code, stderr).to.equal(6);
    expect(stderr.replace(/\s+/g, ' ')).to.include('is a symbolic link. It was left as it is.');
    expect(await lstat(aim).catch(() => undefined)).to.equal(undefined);
  });

  it('replaces an older report, and no other file', async () => {
    expect((await bench.codecommit(['doctor', '--json', '--report', 'report.txt'])).code).to.equal(1);
    await writeFile(bench.home.file('clone', 'precious.txt'), 'precious\n');
    const { code, stdout, stderr } = await bench.codecommit(['doctor', '--json', '--report', 'precious.txt']);
    expect([code, stdout]).to.deep.equal([6, '']);
    expect(stderr).to.contain('is no report');
    expect(await readFile(bench.home.file('clone', 'precious.txt'), 'utf8')).to.equal('precious\n');
  });
});
