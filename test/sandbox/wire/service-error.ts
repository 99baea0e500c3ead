/** A refusal in AWS's own code, words and HTTP status; each protocol writes it in its own form. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    /** Further members of the error, where its shape has any. */
    readonly members: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** STS and IAM: the caller may not. */
export function accessDenied(message: string): ServiceError {
  return new ServiceError('AccessDenied', message, 403);
}

/** STS and IAM: a parameter is wrong. */
export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationError', message, 400);
}
