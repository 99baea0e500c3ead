import { spawnSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

// Git does its network work in children of its own, which would go on when Git alone is ended.

/** Ends a child that leads a process group, and all of its children with it, also those it left behind. */
export function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync(
      join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe'),
      ['/pid', String(child.pid), '/t', '/f'],
      { stdio: 'ignore' },
    );
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has ended in the meantime.
  }
}

const running = new Set<ChildProcess>();
let watching = false;

/** Ends a child's group when this process ends before it; gives the function that lets go of it. */
export function endGroupWithUs(child: ChildProcess): () => void {
  running.add(child);
  if (!watching) {
    watching = true;
    process.once('exit', () => {
      for (const one of running) endGroup(one);
    });
  }
  return () => running.delete(child);
}
