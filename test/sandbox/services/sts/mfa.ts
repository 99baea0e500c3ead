import type { Parameters } from '../../wire/query-protocol.js';
import { accessDenied } from '../../wire/service-error.js';
import type { Caller } from '../../aws/caller.js';

/**
 * Looks at `SerialNumber` and `TokenCode`, and takes the code.
 * @returns whether a device was proved; false if neither parameter was given
 * @throws ServiceError `AccessDenied` in AWS's words
 */
export function proveMfa(parameters: Parameters, caller: Caller): boolean {
  const [serial, code] = [parameters.get('SerialNumber'), parameters.get('TokenCode')];
  if (serial === undefined && code === undefined) return false;
  if (serial === undefined || code === undefined)
    throw accessDenied(
      'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code. ',
    );
  const device = caller.role ? undefined : caller.user?.devices.find((one) => one.serialNumber === serial);
  // Security keys and passkeys make no codes, so STS cannot use them.
  if (!device || device.kind === 'fido')
    throw accessDenied(
      'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number ' +
        'is valid and associated with this user. ',
    );
  if (!device.accept(code))
    throw accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code. ');
  return true;
}
