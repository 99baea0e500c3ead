import { expect } from 'chai';

import { readGitFailure, tellingLine } from '../../src/git/git-failure.js';

describe("what a failed request of Git's is about", () => {
  // As Git 2.39 to 2.55 say it, with OpenSSL and with GnuTLS.
  const said: readonly (readonly [string, string, boolean])[] = [
    ["fatal: unable to access 'https://x/': The requested URL returned error: 403", 'aws', false],
    ["fatal: repository 'https://x/' not found", 'aws', false],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 429", 'aws', true],
    ['fatal: rate limited by https://x/', 'aws', true],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 503", 'aws', true],
    ["fatal: unable to access 'https://x/': Could not resolve host: x", 'network', false],
    [
      "fatal: unable to access 'https://x/': Failed to connect to 127.0.0.1 port 9 after 0 ms: Couldn't " +
        'connect to server',
      'network',
      false,
    ],
    ["fatal: unable to access 'https://x/': CONNECT tunnel failed, response 502", 'network', false],
    ["fatal: unable to access 'https://x/': Received HTTP code 502 from proxy after CONNECT", 'network', false],
    [
      "fatal: unable to access 'https://x/': SSL certificate problem: unable to get local issuer certificate",
      'network',
      false,
    ],
    [
      "fatal: unable to access 'https://x/': server certificate verification failed. CAfile: none CRLfile: none",
      'network',
      false,
    ],
    ["fatal: unable to access 'https://x/': Problem with the SSL CA cert (path? access rights?)", 'network', false],
    ["fatal: could not read Username for 'https://x': terminal prompts disabled", 'git', false],
  ];
  for (const [stderr, kind, isBusy] of said) {
    it(stderr, () => {
      const failure = readGitFailure({ stderr, code: 128 });
      expect([failure.kind, failure.busy === true]).to.deep.equal([kind, isBusy]);
    });
  }

  it('is the network where Git had to be stopped', () =>
    expect(readGitFailure({ stderr: '', code: 124 }).kind).to.equal('network'));

  it("is told best by the helper's own line, else by the last", () => {
    expect(tellingLine({ stderr: 'a\ngit-credential-codecommit: the reason\nfatal: quit\n', code: 128 })).to.equal(
      'git-credential-codecommit: the reason',
    );
    expect(tellingLine({ stderr: 'a\nfatal: b\n', code: 128 })).to.equal('fatal: b');
    const asked = "fatal: could not read Username for 'https://x': terminal prompts disabled\n";
    expect(tellingLine({ stderr: `\naws: error: Invalid choice\n${asked}`, code: 128 })).to.equal(
      'aws: error: Invalid choice',
    );
    expect(tellingLine({ stderr: asked, code: 128 })).to.equal(asked.trim());
    expect(tellingLine({ stderr: '', code: 128 })).to.equal('Git ended with 128.');
  });
});
