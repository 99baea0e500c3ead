import type { Readable, Writable } from 'node:stream';

/** Parameters and results of the protocol: JSON objects, read with care where they are used. */
export type Message = Readonly<Record<string, unknown>>;

/** Something the browser tells by itself. */
export interface DevToolsEvent {
  readonly method: string;
  readonly params: Message;
  /** The page it is about; undefined for the browser as a whole. */
  readonly sessionId: string | undefined;
}

/** The wire was cut: the browser is gone. */
export class DevToolsClosed extends Error {
  override readonly name = 'DevToolsClosed';
}

/** A message with the largest form that AWS takes, and what the browser tells of a page, is far below. */
const mostBytes = 32 * 1024 * 1024;

interface Waiting {
  resolve(result: Message): void;
  reject(error: Error): void;
}

/**
 * The Chrome DevTools Protocol over a pair of pipes (`--remote-debugging-pipe`): JSON messages with a NUL behind each.
 * Unlike the usual port, no other program of this computer can listen in. Source:
 * chromedevtools.github.io/devtools-protocol;
 * Chromium, content/browser/devtools/devtools_pipe_handler.cc.
 */
export class DevTools {
  readonly #input: Writable;
  readonly #output: Readable;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #closed = false;
  #rest: Buffer[] = [];
  #restBytes = 0;

  /** Told of every event, and of the end. */
  onEvent: (event: DevToolsEvent) => void = () => undefined;
  onClose: () => void = () => undefined;

  /**
   * @param input what the browser reads commands from
   * @param output what it writes answers and events to
   */
  constructor(input: Writable, output: Readable) {
    this.#input = input;
    this.#output = output;
    for (const stream of [input, output]) {
      stream.on('error', () => this.#end());
      stream.on('close', () => this.#end());
    }
    output.on('end', () => this.#end());
    output.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  /** Sends a command. @throws DevToolsClosed when the browser is gone; Error with the browser's own words */
  send(method: string, params: Message = {}, sessionId?: string): Promise<Message> {
    if (this.#closed) return Promise.reject(new DevToolsClosed(`${method}: the browser is gone`));
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#input.write(
        `${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
      );
    });
  }

  #read(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, from)) {
      this.#take(Buffer.concat([...this.#rest, chunk.subarray(from, end)]).toString('utf8'));
      this.#rest = [];
      this.#restBytes = 0;
      from = end + 1;
    }
    if (from === chunk.length) return;
    this.#restBytes += chunk.length - from;
    if (this.#restBytes <= mostBytes) this.#rest.push(chunk.subarray(from));
    else this.#cut();
  }

  /** A page chooses how much it posts. */
  #cut(): void {
    this.#rest = [];
    this.#output.destroy();
    this.#end();
  }

  #take(text: string): void {
    if (this.#closed) return;
    const message = parsed(text) as {
      id?: number;
      method?: string;
      params?: Message;
      sessionId?: string;
      result?: Message;
      error?: { message?: string };
    };
    if (message.id === undefined) {
      this.onEvent({ method: message.method ?? '', params: message.params ?? {}, sessionId: message.sessionId });
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(message.error.message ?? 'refused by the browser'));
    else waiting?.resolve(message.result ?? {});
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const waiting of this.#waiting.values()) waiting.reject(new DevToolsClosed('the browser is gone'));
    this.#waiting.clear();
    this.onClose();
  }
}

/** What is no message tells nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
