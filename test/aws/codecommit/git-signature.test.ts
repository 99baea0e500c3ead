import { inspect } from 'node:util';
import { expect } from 'chai';
import { parseGitHost } from '../../../src/aws/codecommit/hosts.js';
import { signGitRequest } from '../../../src/aws/codecommit/git-signature.js';
import { Secret } from '../../../src/core/secret.js';
import { vectors } from '../../helpers/vectors.js';

const now = new Date('2026-11-23T12:34:56.789Z');

describe('the Git signature', () => {
  for (const vector of vectors.filter(
    ({ stdout, aws_stdout: theirs, stdin }) => (theirs ?? stdout) !== '' && !/[?#]/.test(stdin),
  )) {
    it(`is AWS's own: ${vector.name}`, () => {
      const [, host = ''] = /^host=(.*)$/m.exec(vector.stdin) ?? [];
      const [, path = ''] = /^path=(.*)$/m.exec(vector.stdin) ?? [];
      const region = parseGitHost(host)?.region ?? vector.region ?? '';
      const token = vector.session_token ?? undefined;
      const credentials = {
        accessKeyId: vector.access_key,
        secretAccessKey: new Secret(vector.secret_key),
        sessionToken: token === undefined ? undefined : new Secret(token),
      };
      const signed = signGitRequest({ host: host.replace(/:.*/, ''), region, path }, credentials, now);
      expect(`username=${signed.username.reveal()}\npassword=${signed.password.reveal()}\n`).to.equal(
        vector.aws_stdout ?? vector.stdout,
      );
    });
  }

  // The constants that git-remote-codecommit publishes with its own tests.
  it('is that of git-remote-codecommit too', () => {
    const credentials = { accessKeyId: 'access', secretAccessKey: new Secret('secret') };
    const sign = (host: string): string =>
      signGitRequest(
        { host, region: 'us-west-2', path: 'v1/repos/test_repo' },
        credentials,
        new Date('2017-12-24T11:53:20Z'),
      ).password.reveal();
    expect(sign('git-codecommit.us-west-2.amazonaws.com')).to.equal(
      '20171224T115320Zb6df2d758a8023b2f000a546417007b65494f3ce8ad0300fd45fcfa173f1959a',
    );
    expect(sign('land.called.honahlee')).to.equal(
      '20171224T115320Za14a37a53035bbceb6e1748247b143124fe7326cdffd3d418236a592ce6158a0',
    );
  });

  it('lasts 15 minutes, or until the session ends', () => {
    const request = { host: 'git-codecommit.eu-west-1.amazonaws.com', region: 'eu-west-1', path: 'v1/repos/R' };
    const expiration = (end?: Date): string =>
      signGitRequest(
        request,
        { accessKeyId: 'A', secretAccessKey: new Secret('s'), expiration: end },
        now,
      ).expiration.toISOString();
    expect(expiration()).to.equal('2026-11-23T12:49:56.000Z');
    expect(expiration(new Date('2026-11-23T12:40:00Z'))).to.equal('2026-11-23T12:40:00.000Z');
    expect(expiration(new Date('2026-11-23T18:00:00Z'))).to.equal('2026-11-23T12:49:56.000Z');
  });

  it('does not show itself', () => {
    const credentials = {
      accessKeyId: 'ASIAX',
      secretAccessKey: new Secret('hidden-key'),
      sessionToken: new Secret('hidden-token'),
    };
    const shown = inspect(signGitRequest({ host: 'h', region: 'r', path: 'p' }, credentials, now));
    expect(shown).to.not.match(/hidden|20261123T/);
  });
});
