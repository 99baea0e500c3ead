import { hideSecrets } from '../../core/text/hide-secrets.js';
import type { ScreenStream } from './screen.js';

/** The same stream, on which no secret is said, whoever writes to it. */
export function withoutSecretsOn<S extends ScreenStream>(stream: S): S {
  const write = (chunk: string | Uint8Array, ...more: unknown[]): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const said = hideSecrets(text);
    return (stream.write as (this: S, ...all: unknown[]) => boolean).call(
      stream,
      said === text ? chunk : said,
      ...more,
    );
  };
  return new Proxy(stream, {
    get(target, name) {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  });
}
