import { startListening } from './listening-program.js';

/** An AWS in a process, that keeps what IAM is told. Its accounts are one. */
export interface Moto {
  readonly endpoint: string;
  /** Forgets everything. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts `moto_server` on a free port of loopback; needs `moto`. */
export async function startMoto(): Promise<Moto> {
  const program = await startListening(
    ['moto_server', '-H', '127.0.0.1', '-p', '0'],
    /Running on (http:\/\/127\.0\.0\.1:\d+)\s/,
  );
  const endpoint = program.where;
  return {
    endpoint,
    async reset() {
      await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
    },
    stop: () => program.stop(),
  };
}
