import { answerQuery, type QueryApi } from '../../wire/query-protocol.js';
import type { Service } from '../../wire/exchange.js';
import { assumeRoleWithSaml } from './assume-role-with-saml.js';
import { assumeRole } from './assume-role.js';
import { assumeRoleWithWebIdentity } from './assume-role-with-web-identity.js';
import { getCallerIdentity } from './get-caller-identity.js';
import { getFederationToken } from './get-federation-token.js';
import { getSessionToken } from './get-session-token.js';

const api: QueryApi = {
  signingName: 'sts',
  version: '2011-06-15',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  operations: {
    AssumeRole: assumeRole,
    AssumeRoleWithSAML: assumeRoleWithSaml,
    AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
    GetCallerIdentity: getCallerIdentity,
    GetFederationToken: getFederationToken,
    GetSessionToken: getSessionToken,
  },
};

/** AWS Security Token Service: regional, FIPS, dual-stack, VPC endpoint and global hosts. */
export const sts: Service = {
  name: 'sts',
  serves: (_, place) => place?.service === 'sts',
  answer: (call) => answerQuery(api, call),
};
