import type { Constraint } from '../../wire/constraints.js';

const word = '[\\w+=,.@-]*';

/** The limits of STS's parameters. Source: STS API reference, 2011-06-15 (the service's model). */
export const limits = {
  arn: {
    required: true,
    min: 20,
    max: 2048,
    pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD]+',
  },
  sessionName: { required: true, min: 2, max: 64, pattern: word },
  federatedName: { required: true, min: 2, max: 32, pattern: word },
  roleDuration: { integer: true, min: 900, max: 43_200 },
  duration: { integer: true, min: 900, max: 129_600 },
  externalId: { min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' },
  serialNumber: { min: 9, max: 256, pattern: '[\\w+=/:,.@-]*' },
  tokenCode: { min: 6, max: 6, pattern: '[\\d]*' },
  sourceIdentity: { min: 2, max: 256, pattern: word },
  samlAssertion: { required: true, min: 4, max: 100_000 },
  webIdentityToken: { required: true, min: 4, max: 20_000 },
  providerId: { min: 4, max: 2048 },
  minimumSessionTokenSize: { integer: true, min: 0, max: 4096 },
  policy: { min: 1, max: 2048, pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+' },
} as const satisfies Record<string, Constraint>;
