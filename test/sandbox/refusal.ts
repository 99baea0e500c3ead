/** What an SDK call was refused with. */
export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** Waits for a call that must fail, and gives AWS's code, message and status. */
export async function refused(work: Promise<unknown>): Promise<Refused> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('the call was not refused');
  const { name, Code, message, $metadata } = error as Error & {
    readonly Code?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  return { code: Code ?? name, message: message.trim(), status: $metadata?.httpStatusCode };
}
