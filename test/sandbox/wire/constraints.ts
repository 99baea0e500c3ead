import { validationError, type ServiceError } from './service-error.js';

/** Limits of one parameter, in the words of AWS's models. */
export interface Constraint {
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** The model's pattern, shown in the message; matched against the whole value. */
  readonly pattern?: string;
  /** The limits are of the number, not of the length. */
  readonly integer?: boolean;
}

/**
 * Checks parameters as AWS's front end does, all at once.
 * @param constraints by parameter name as sent: `RoleSessionName`
 * @throws ServiceError `ValidationError`: "1 validation error detected: Value 'x' at 'roleSessionName' failed …"
 */
export function checkConstraints(
  parameters: ReadonlyMap<string, string>,
  constraints: Readonly<Record<string, Constraint>>,
): void {
  const violations = Object.entries(constraints).flatMap(([name, constraint]) => {
    const value = parameters.get(name);
    const place = name.charAt(0).toLowerCase() + name.slice(1);
    return failures(value, constraint).map(
      (failure) =>
        `Value ${value === undefined ? 'null' : `'${value}'`} at '${place}' failed to satisfy constraint: ${failure}`,
    );
  });
  if (violations.length > 0) throw refused(violations);
}

function refused(violations: readonly string[]): ServiceError {
  const count = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`;
  return validationError(`${count} detected: ${violations.join('; ')}`);
}

function failures(value: string | undefined, { required, min, max, pattern, integer }: Constraint): string[] {
  if (value === undefined) return required ? ['Member must not be null'] : [];
  const kind = integer ? 'value' : 'length';
  const size = integer ? Number(value) : value.length;
  return [
    ...(min !== undefined && size < min ? [`Member must have ${kind} greater than or equal to ${min}`] : []),
    ...(max !== undefined && size > max ? [`Member must have ${kind} less than or equal to ${max}`] : []),
    ...(pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(value)
      ? [`Member must satisfy regular expression pattern: ${pattern}`]
      : []),
  ];
}
