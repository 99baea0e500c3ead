import type { TemplateValues } from '../../core/text/template.js';
import { accountOf } from '../arns.js';
import { isJobProvider } from '../openid/tokens.js';
import { isRepositoryName, repositoryUrl } from '../codecommit/repository.js';
import { isPattern } from './answers.js';
import { blanks, isBlank } from './blanks.js';
import { partitionOf } from '../partitions.js';
import { samlAudiences, samlEndpoint } from '../saml/sign-in-endpoint.js';
import type { PolicyFacts } from './facts.js';

type Values = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What fills the placeholders of policies; what the facts do not say is left out. */
export function policyValues(facts: PolicyFacts): TemplateValues {
  const all = { ...placeOf(facts), ...peopleOf(facts), ...providerOf(facts), ...conditionsOf(facts) };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string | readonly string[]] => entry[1] !== undefined),
  );
}

function placeOf({ region, account, access, repository, kmsKey }: PolicyFacts): Values {
  const { name: partition, dnsSuffix } = partitionOf(region);
  return {
    region,
    partition,
    dnsSuffix,
    account,
    access,
    ...cloned(region, repository),
    repositories: account && repository?.map((name) => `arn:${partition}:codecommit:${region}:${account}:${name}`),
    kmsKeys: kmsKey,
  };
}

/** One repository has a URL, which says its Region too; of several, or of a pattern, people choose one themselves. */
function cloned(region: string, repository: PolicyFacts['repository'] = []): Values {
  const [name = '', ...others] = repository;
  return others.length === 0 && isRepositoryName(name)
    ? { repositoryUrl: repositoryUrl({ region, name }) }
    : { regionAlone: region };
}

function peopleOf({
  region,
  account,
  userAccount,
  roleName,
  trusted,
  attachTo,
  member = [],
  machine,
  instanceArn,
  ssoRegion,
  groupId,
  startUrl,
}: PolicyFacts): Values {
  const { name: partition, dnsSuffix } = partitionOf(region);
  return {
    roleName,
    roleArn: account && roleName && `arn:${partition}:iam::${account}:role/${roleName}`,
    trusted: trusted?.map((one) => (/^\d{12}$/.test(one) ? `arn:${partition}:iam::${one}:root` : one)),
    callerAccount: trusted && [...new Set(trusted.map((one) => accountOf(one) ?? one))],
    userAccount,
    holder: attachTo?.kind,
    holderName: attachTo?.name,
    groupName: attachTo?.kind === 'group' ? attachTo.name : undefined,
    members: attachTo?.kind === 'group' && member.length > 0 ? member : undefined,
    emptyGroup: attachTo?.kind === 'group' && member.length === 0 ? attachTo.name : undefined,
    // China's EC2 has a principal of its own; ECS's is the same everywhere. Source: Amazon Web Services in China,
    // "IAM".
    machineService: machine && { ec2: `ec2.${dnsSuffix}`, ecs: 'ecs-tasks.amazonaws.com' }[machine],
    machine,
    instanceArn,
    ssoRegion,
    groupId,
    startUrl: startUrl ?? blanks.startUrl,
  };
}

function providerOf({
  region,
  account,
  provider,
  issuer,
  clientId,
  samlProvider,
  samlMetadata,
  idpUrl = '',
  identityPoolId,
}: PolicyFacts): Values {
  const { name: partition } = partitionOf(region);
  const poolRegion = identityPoolId && (isBlank(identityPoolId) ? region : identityPoolId.split(':')[0]);
  // As IAM names a provider: its address without the scheme, and with the slash where it ends in one, for IAM compares
  // with `iss` to the letter. Source: IAM user guide, "IAM and AWS STS condition context keys".
  const issuerName = issuer?.replace(/^https?:\/\//, '');
  return {
    provider,
    issuer,
    issuerName,
    // A job is not led to its issuer.
    signInIssuer: isJobProvider(provider) ? undefined : issuer,
    clientId,
    oidcProviderArn: account && issuerName && `arn:${partition}:iam::${account}:oidc-provider/${issuerName}`,
    subjectKey: subjectKey(provider, issuerName),
    samlProvider,
    samlProviderArn: account && samlProvider && `arn:${partition}:iam::${account}:saml-provider/${samlProvider}`,
    samlMetadata,
    idpUrl: idpUrl === '' ? blanks.idpUrl : idpUrl,
    samlAudiences: samlAudiences(partition, region),
    samlEndpoint: samlEndpoint(partition, region),
    identityPoolId,
    poolRegion,
    cognitoHost: identityPoolPrincipal(poolRegion ?? region),
  };
}

/** Source: IAM user guide, "Available keys for AWS OIDC federation". */
function subjectKey(provider: string | undefined, issuerName: string | undefined): string | undefined {
  if (provider === 'oidc' || isJobProvider(provider)) return issuerName && `${issuerName}:sub`;
  return (
    provider &&
    { google: 'accounts.google.com:sub', amazon: 'www.amazon.com:user_id', facebook: 'graph.facebook.com:id' }[provider]
  );
}

/**
 * An identity pool as trust policies name whoever vouches. Source: AWS GovCloud (US) user guide, "Amazon Cognito";
 * Cognito's endpoints in China.
 */
export function identityPoolPrincipal(region: string): string {
  if (region === 'us-gov-west-1') return 'cognito-identity-us-gov.amazonaws.com';
  const { name, dnsSuffix } = partitionOf(region);
  return name === 'aws' ? `cognito-identity.${dnsSuffix}` : `cognito-identity.${region}.${dnsSuffix}`;
}

function conditionsOf({
  externalId,
  sessionTag,
  sourceIdentity,
  subject,
  protectedBranch,
  sourceNetwork,
}: PolicyFacts): Values {
  return {
    externalId,
    sessionTags: sessionTag?.map(({ key, value }) => `${key}=${value}`),
    sourceIdentities: sourceIdentity,
    // Of a pattern, or of several, people choose one themselves.
    ownSourceIdentity: sourceIdentity?.length === 1 && !sourceIdentity.some(isPattern) ? sourceIdentity[0] : undefined,
    subjects: subject,
    protectedReferences: protectedBranch?.map((branch) => `refs/heads/${branch}`),
    sourceAddresses: sourceNetwork?.filter((one) => !isEndpoint(one)),
    sourceEndpoints: sourceNetwork?.filter(isEndpoint),
  };
}

/** Whether a network is an endpoint of a VPC, not a block of addresses. */
export function isEndpoint(network: string): boolean {
  return network.startsWith('vpce-');
}
