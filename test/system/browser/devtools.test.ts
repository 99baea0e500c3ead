import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { DevTools, DevToolsClosed, type DevToolsEvent } from '../../../src/system/browser/devtools.js';
import { rejection } from '../../helpers/aws-client.js';

describe('the DevTools protocol over a pipe', () => {
  const wire = () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const devTools = new DevTools(input, output);
    const sent = (): { id: number; method: string; params: unknown; sessionId?: string }[] =>
      String(input.read() ?? '')
        .split('\0')
        .filter((text) => text !== '')
        .map((text) => JSON.parse(text) as never);
    const tell = (message: object): void => void output.write(`${JSON.stringify(message)}\0`);
    return { devTools, input, output, sent, tell };
  };

  it('writes a command with a NUL behind it, and gives its answer', async () => {
    const { devTools, sent, tell } = wire();
    const answer = devTools.send('Page.navigate', { url: 'about:blank' }, 'S1');
    const [command] = sent();
    expect(command).to.deep.equal({ id: 1, method: 'Page.navigate', params: { url: 'about:blank' }, sessionId: 'S1' });
    tell({ id: 1, result: { frameId: 'F' } });
    expect(await answer).to.deep.equal({ frameId: 'F' });
  });

  it('gives answers to whom they belong, in whatever order they come', async () => {
    const { devTools, tell } = wire();
    const [one, two] = [devTools.send('A'), devTools.send('B')];
    tell({ id: 2, result: { n: 2 } });
    tell({ id: 1, result: { n: 1 } });
    expect(await Promise.all([one, two])).to.deep.equal([{ n: 1 }, { n: 2 }]);
  });

  it('puts messages together that come in pieces, cut through a character too', async () => {
    const { devTools, output } = wire();
    const events: DevToolsEvent[] = [];
    devTools.onEvent = (event) => events.push(event);
    const bytes = Buffer.from(
      ['Ü', 'b', 'c'].map((title) => `${JSON.stringify({ method: 'Title', params: { title } })}\0`).join(''),
    );
    for (const byte of bytes) output.write(Buffer.from([byte]));
    output.write(bytes);
    await new Promise(setImmediate);
    expect(events.map(({ params }) => params['title'])).to.deep.equal(['Ü', 'b', 'c', 'Ü', 'b', 'c']);
  });

  it('says what the browser refused', async () => {
    const { devTools, tell } = wire();
    const answer = rejection(devTools.send('Nonsense.do'));
    tell({ id: 1, error: { code: -32601, message: "'Nonsense.do' wasn't found" } });
    expect(await answer).to.have.property('message', "'Nonsense.do' wasn't found");
  });

  it('ends everything that waits when the browser goes, once', async () => {
    const { devTools, output } = wire();
    let closed = 0;
    devTools.onClose = () => {
      closed += 1;
    };
    const answer = rejection(devTools.send('Browser.close'));
    output.destroy();
    expect(await answer).to.be.instanceOf(DevToolsClosed);
    expect(await rejection(devTools.send('Page.enable'))).to.be.instanceOf(DevToolsClosed);
    expect(closed).to.equal(1);
  });

  it('is cut where the browser says more than any message has, and takes what is none for nothing', async () => {
    const { devTools, output, tell } = wire();
    const answer = devTools.send('A');
    output.write('no message\0');
    const megabyte = Buffer.alloc(1024 * 1024, 'x');
    const cut = new Promise<void>((resolve) => {
      devTools.onClose = resolve;
    });
    for (let sent = 0; sent < 40; sent += 1) output.write(megabyte);
    await cut;
    tell({ id: 1, result: {} });
    expect(await rejection(answer)).to.be.instanceOf(DevToolsClosed);
    expect(output.destroyed).to.equal(true);
  });
});
