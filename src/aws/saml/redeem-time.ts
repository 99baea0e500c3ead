/**
 * For so long after it was issued AWS takes a SAML response, in seconds. Source: STS, the error ExpiredToken of
 * AssumeRoleWithSAML: "Token must be redeemed within 5 minutes of issuance".
 */
export const redeemSeconds = 300;

/** The same in words. */
export const redeemTime = 'five minutes';
