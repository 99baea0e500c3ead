/** One request as the sandbox saw it. Secrets in `parameters` are shown as `[secret]`. */
export interface LogEntry {
  readonly time: Date;
  readonly host: string;
  /** `sts`, `codecommit`, `git-codecommit`, …; `proxy` for what never got through. */
  service: string;
  /** AWS's name for it: `AssumeRole`, `GitPull`. */
  operation: string;
  /** The caller's ARN, once the caller is known. */
  caller: string | undefined;
  parameters: Readonly<Record<string, unknown>>;
  status: number;
  errorCode: string | undefined;
  readonly userAgent: string | undefined;
}

/** Every request, in order of arrival. */
export class RequestLog {
  readonly entries: LogEntry[] = [];

  add(entry: LogEntry): void {
    this.entries.push(entry);
  }

  /** The entries of one operation, or of one service: `log.of('AssumeRole')`. */
  of(name: string): LogEntry[] {
    return this.entries.filter((entry) => entry.operation === name || entry.service === name);
  }

  /** How often it was asked for. */
  count(name: string): number {
    return this.of(name).length;
  }

  clear(): void {
    this.entries.length = 0;
  }
}

const secret = /token(code)?$|assertion|password|secret|credential|^code$|verifier|logins/i;

/** Parameters fit to be kept: anything secret, at any depth, is replaced. */
export function redact(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      if (secret.test(name) && !/^next_?token$/i.test(name)) return [name, '[secret]'];
      if (isRecord(value)) return [name, redact(value)];
      return [name, value];
    }),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
