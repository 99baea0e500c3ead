import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The little of a WebSocket that is used here. Node 20 has it behind `--experimental-websocket`. */
interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: string }) => void) | null;
  send(text: string): void;
  close(): void;
}

/**
 * Somebody at the keyboard: waits until the fields are on a page, types into them and clicks, once.
 * @param data the product's data folder, where the browser says which port it listens on
 * @param fields what is typed, by CSS selector
 */
export async function typeInto(
  data: string,
  fields: Readonly<Record<string, string>>,
  button: string,
  signal: AbortSignal,
): Promise<void> {
  const script = `(() => {
    const fields = ${JSON.stringify(Object.entries(fields))}.map(([selector, value]) => [document.querySelector(selector), value]);
    const button = document.querySelector(${JSON.stringify(button)});
    if (button === null || fields.some(([field]) => field === null)) return 'not yet';
    for (const [field, value] of fields) field.value = value;
    button.click();
    return 'typed';
  })()`;
  while (!signal.aborted) {
    for (const page of await pages(data)) {
      if ((await evaluate(page, script)) === 'typed') return;
    }
    await sleep(200);
  }
}

async function pages(data: string): Promise<readonly string[]> {
  try {
    const [folder = ''] = (await readdir(join(data, 'browser'))).filter((name) => !name.endsWith('.lock'));
    const [port] = (await readFile(join(data, 'browser', folder, 'DevToolsActivePort'), 'utf8')).split('\n');
    const targets = (await (await fetch(`http://127.0.0.1:${port ?? ''}/json`)).json()) as {
      type: string;
      webSocketDebuggerUrl: string;
    }[];
    return targets.filter(({ type }) => type === 'page').map(({ webSocketDebuggerUrl }) => webSocketDebuggerUrl);
  } catch {
    return [];
  }
}

function evaluate(page: string, expression: string): Promise<unknown> {
  const { WebSocket } = globalThis as unknown as { WebSocket: new (address: string) => Socket };
  return new Promise((resolve) => {
    const socket = new WebSocket(page);
    const patience = setTimeout(() => {
      socket.close();
      resolve(undefined);
    }, 5000);
    socket.onopen = () => {
      socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }));
    };
    socket.onmessage = ({ data }) => {
      clearTimeout(patience);
      socket.close();
      resolve((JSON.parse(data) as { result?: { result?: { value?: unknown } } }).result?.result?.value);
    };
  });
}
