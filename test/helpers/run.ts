import { spawn } from 'node:child_process';

/** How a program ended. */
export interface Ended {
  /** The exit code; 128 and more if a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** The child's whole environment: nothing of the caller's is added. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
  /** After this the child is killed, so that a test fails rather than hangs; a minute unless told. */
  readonly timeoutMs?: number;
}

/** Runs a program to its end. */
export function run(
  program: string,
  args: readonly string[],
  { env, cwd, input, timeoutMs = 60_000 }: RunOptions,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env,
      cwd,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    }
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 137, ...output }));
  });
}
