import { sentence } from '../../src/core/advice/advice.js';
import { remove } from '../../src/core/advice/own-commands.js';
import { plainText } from '../../src/core/advice/say.js';
import { expect } from 'chai';

import { report, wantsDebug } from '../../src/cli/report.js';
import { Changes } from '../../src/core/changes.js';
import { Problem, Refusal, cancelled } from '../../src/core/problem.js';
import { Secret } from '../../src/core/secret.js';

describe('the report of a failure', () => {
  it('says what happened and one hint', () => {
    expect(report(new Problem('usage', 'No.', { hint: 'Do this.' }), { debug: false })).to.deep.equal({
      lines: ['No.', '→ Do this.'],
      exitCode: 2,
    });
  });

  const codes = { failed: 1, usage: 2, aws: 4, network: 5, file: 6, git: 7, cancelled: 130 } as const;
  for (const [kind, code] of Object.entries(codes)) {
    it(`ends with ${code} for ${kind}`, () => {
      expect(report(new Problem(kind as keyof typeof codes, 'x'), { debug: false }).exitCode).to.equal(code);
    });
  }

  it("names AWS's code and the request of a refusal", () => {
    const refusal = new Refusal('AWS refused.', { operation: 'AssumeRole', code: 'AccessDenied', requestId: 'r-1' });
    expect(report(refusal, { debug: false }).lines).to.include('  (AssumeRole: AccessDenied, request r-1)');
  });

  it('shows the causes with --debug only, and no secret in them', () => {
    const secret = new Secret('wJalr');
    const problem = new Problem('aws', 'Refused.', { cause: new Error(`inner ${String(secret)}`, { cause: 'deep' }) });
    expect(report(problem, { debug: false }).lines.map(plainText).join('\n')).to.not.include('caused by');
    const shown = report(problem, { debug: true }).lines.map(plainText).join('\n');
    expect(shown).to.include('caused by Error: inner [secret]').and.include('caused by deep').and.not.include('wJalr');
  });

  it('shows them by flag, or by a variable that says what switches say', () => {
    for (const on of ['1', 'true', 'yes', 'on', 'TRUE', '*'])
      expect(wantsDebug([], { GIT_CODECOMMIT_DEBUG: on }), on).to.equal(true);
    for (const off of ['0', 'false', 'no', 'off', '', undefined])
      expect(wantsDebug([], { GIT_CODECOMMIT_DEBUG: off }), String(off)).to.equal(false);
    expect(wantsDebug(['status', '--debug'], { GIT_CODECOMMIT_DEBUG: '0' })).to.equal(true);
  });

  it('says after Ctrl-C that nothing was changed, unless something was', () => {
    const said = (error: unknown, changes?: Changes): string[] =>
      report(error, { debug: false, ...(changes && { changes }) }).lines.map(plainText);
    expect(said(cancelled())).to.deep.equal(['Nothing was changed.']);
    const changes = new Changes();
    changes.noteFile('/home/ana/.aws/config');
    expect(said(new Problem('cancelled', 'Nothing was changed.'), changes)).to.deep.equal([
      'Stopped. So far: /home/ana/.aws/config was changed.',
    ]);
    changes.note('profile a is written', sentence`This takes it back: ${remove('a')}`);
    changes.note("Git's settings are written");
    expect(said(cancelled(), changes)).to.deep.equal([
      "Stopped. So far: profile a is written, Git's settings are written.",
      '→ This takes it back: git codecommit remove a',
    ]);
  });

  it('asks for --debug after something unexpected', () => {
    expect(report(new TypeError('x is not a function'), { debug: false }).lines).to.deep.equal([
      'Something unexpected happened: TypeError: x is not a function',
      '→ The same command with --debug shows where.',
    ]);
  });
});
