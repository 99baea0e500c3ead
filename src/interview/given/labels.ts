import { parseRepository } from '../../aws/codecommit/repository.js';
import { parseExternalId, parsePrincipalArn, parseRoleArn } from '../../aws/limits.js';
import { isRegionName } from '../../aws/partitions.js';
import { accessPortal } from '../../aws/saml/access-portal.js';
import { parseIdpUrl } from '../../aws/saml/idp-url.js';
import { accepted, readAddress } from './shapes.js';
import type { Thing } from './shapes.js';

/** A line `Label: value` that means something, whoever wrote it. */
interface Label {
  /** The words in front of the colon, without what stands in parentheses. */
  readonly words: RegExp;
  readonly read: (value: string) => readonly Thing[];
}

const labels: readonly Label[] = [
  {
    words: /^(?:the )?(?:codecommit |git )?repo(?:sitory)?(?: name| url)?$/,
    read: (value) => one('repository', accepted(() => parseRepository(value))?.name && value),
  },
  {
    words: /^(?:region of the (?:access )?portal|(?:portal|sso|identity cent(?:er|re)) region|sso[_-]region)$/,
    read: (value) => one('portal-region', isRegionName(value.toLowerCase()) ? value.toLowerCase() : undefined),
  },
  {
    words: /^(?:aws )?region(?: of the repository)?$/,
    read: (value) => one('region', isRegionName(value.toLowerCase()) ? value.toLowerCase() : undefined),
  },
  {
    words:
      /^(?:access portal|portal|sign-?in|login|sso)(?: or (?:my )?sign-in page| page| address| url| at)*$|^(?:sso_)?start[ _-]url$|^address to sign in at$/,
    read: readSignInPage,
  },
  {
    words: /^(?:my )?(?:role|permission set)(?: arn| name)?$/,
    read: (value) => {
      const arn = accepted(() => parseRoleArn(value));
      return arn === undefined
        ? one('permission-set', /^[\w+=,.@-]{1,64}$/.test(value) ? value : undefined)
        : one('role', arn);
    },
  },
  {
    words: /^saml provider(?: arn)?$/,
    read: (value) =>
      one(
        'saml-provider',
        accepted(() => parsePrincipalArn(value)),
      ),
  },
  {
    words: /^(?:aws )?account(?: id| number)?$/,
    read: (value) => one('account', /^\d{12}$/.test(digits(value)) ? digits(value) : undefined),
  },
  {
    words: /^external id$/,
    read: (value) =>
      one(
        'external-id',
        accepted(() => parseExternalId(value)),
      ),
  },
  {
    words: /^(?:app )?client id$/,
    read: (value) => one('client-id', /^[\w.:-]{1,200}$/.test(value) ? value : undefined),
  },
  {
    words: /^(?:openid )?(?:issuer|identity provider)$/,
    read: (value) => {
      const url = readAddress(value);
      return one('issuer', url?.protocol === 'https:' ? value : undefined);
    },
  },
  { words: /^(?:how (?:do i|to|people) sign in|method|way to sign in)\??$/, read: readMethod },
];

/** What people call the ways to sign in. */
const methodWords: readonly (readonly [RegExp, string])[] = [
  [/identity[ -]cent(?:er|re)|access portal|\bsso\b/i, 'identity-center'],
  [/\bsaml\b|company(?:'s)? (?:sign-in )?page|okta|entra|adfs/i, 'saml'],
  [/cognito/i, 'cognito'],
  [/openid|oidc|web[ -]identity/i, 'web-identity'],
  [/aws login|console/i, 'console-login'],
  [/assume[ -]?role|\ba role\b/i, 'assume-role'],
  [/session[ -]token|\bmfa\b|access key/i, 'session-token'],
];

function readMethod(value: string): readonly Thing[] {
  return one('method', methodWords.find(([words]) => words.test(value))?.[1]);
}

/** Behind such a label an address may be on any host: a company's own. */
function readSignInPage(value: string): readonly Thing[] {
  const url =
    readAddress(value) ?? (/^[\w-]+(?:\.[\w-]+)+(?:\/\S*)?$/.test(value) ? readAddress(`https://${value}`) : undefined);
  if (url === undefined) return [];
  const portal = accessPortal(url);
  return portal === undefined
    ? one(
        'sign-in-page',
        accepted(() => parseIdpUrl(url.href)),
      )
    : [{ kind: 'portal', value: portal.startUrl }];
}

function digits(value: string): string {
  return value.replace(/[\s-]/g, '');
}

function one(kind: Thing['kind'], value: string | undefined): readonly Thing[] {
  return value === undefined || value === '' ? [] : [{ kind, value }];
}

/** What a label says of what stands behind it; nothing for a label that is not known, or a value that it cannot have. */
export function labelled(label: string, value: string): readonly Thing[] {
  return labelNamed(label)?.read(value) ?? [];
}

/** Whether somebody who writes this label says something that is asked for here. */
export function isLabel(label: string): boolean {
  return labelNamed(label) !== undefined;
}

function labelNamed(label: string): Label | undefined {
  const words = label
    .replace(/\([^)]*\)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
  return labels.find((known) => known.words.test(words));
}

/** The lines that whoever administers AWS fills in; each is one of the labels. */
export const blanks = [
  'Repository (its URL or name)',
  'AWS Region of the repository',
  'How do I sign in',
  'Access portal or sign-in page',
  'Region of the access portal',
  'Role (its ARN, or its name in the portal)',
  'AWS account',
  'External id',
] as const;

export type Blank = (typeof blanks)[number];
