import type { Service } from '../wire/exchange.js';
import { cognitoIdentity } from './cognito/identity.js';
import { cognitoSignInPage } from './cognito/sign-in-page.js';
import { cognitoUserPool } from './cognito/user-pool.js';
import { codecommit } from './codecommit.js';
import { companyAddress } from './company-address.js';
import { gitCodeCommit } from './git-codecommit.js';
import { iam } from './iam.js';
import { ssoOidc } from './identity-center/oidc.js';
import { ssoPortal } from './identity-center/portal.js';
import { ssoSignIn } from './identity-center/sign-in.js';
import { samlIdentityProvider } from './saml-identity-provider.js';
import { signin } from './signin.js';
import { amazon } from './social/amazon.js';
import { facebook } from './social/facebook.js';
import { google } from './social/google.js';
import { sts } from './sts/index.js';

/** Every service of the sandbox; a new one is its own file and one line here. */
export function services(): readonly Service[] {
  return [
    sts,
    iam,
    codecommit,
    gitCodeCommit,
    ssoOidc,
    ssoPortal,
    ssoSignIn,
    companyAddress,
    signin,
    samlIdentityProvider,
    google,
    amazon,
    facebook,
    cognitoIdentity,
    cognitoUserPool,
    cognitoSignInPage,
  ];
}
