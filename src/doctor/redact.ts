import { escapePattern } from './common/escape-pattern.js';
import { serviceSuffixes } from '../aws/partitions.js';
/** Names that are replaced wherever they stand, by what they are the names of. */
export type KnownNames = Readonly<Record<string, readonly string[]>>;

type Rule = readonly [RegExp, (match: string, ...groups: string[]) => string];

/**
 * Makes a text fit to be shown to a stranger: secrets are taken out, and account numbers, key ids, names and addresses
 * become placeholders, the same for the same one, so that it can still be seen what belongs together.
 * @param text any text; may quote AWS, Git and settings
 * @param names what else is known to be a name
 */
export function redact(text: string, names: KnownNames): string {
  const number = numbering();
  return [...nameRules(names, number), ...rules(number)].reduce(
    (whole, [pattern, replace]) => whole.replace(pattern, replace),
    text,
  );
}

type Numbering = (kind: string, value: string) => string;

function numbering(): Numbering {
  const seen = new Map<string, string[]>();
  return (kind, value) => {
    const known = seen.get(kind) ?? [];
    if (!known.includes(value)) known.push(value);
    seen.set(kind, known);
    return `<${kind}-${known.indexOf(value) + 1}>`;
  };
}

function rules(number: Numbering): readonly Rule[] {
  return [
    // Secrets first: what stands between them must not be cut in two by a later rule.
    [/^(.*extraheader\S*\s*[=:]\s*).*$/gim, (_, before) => `${before}<left out>`],
    [/\b(authorization|cookie|set-cookie|x-amz-security-token)\s*[:=].*$/gim, (_, name) => `${name}: <left out>`],
    // Up to the last @, for people write passwords with a slash or a quotation mark as they are.
    [/(\/\/)[^\s@]+@(?:[^\s@/]*@)*/g, (_, slashes) => `${slashes}<login>@`],
    // But for what a check is called: `legacy-token`, `cached-password`.
    [
      /(?<!^(?:ok {2}|warn|fail|skip) [a-z-]*)\b((?:aws_)?(?:secret_access_key|session_token|security_token|access_key_id|password|client_secret|token)\s*[=:]\s*)\S+/gim,
      (_, before) => `${before}<left out>`,
    ],
    [
      /\barn:(aws[\w-]*):(\w[\w-]*):([\w-]*):(\d*):(assumed-role|federated-user|user|role|saml-provider|oidc-provider|mfa|policy)\/[^\s'")<]+/g,
      (_, partition, service, region, account, kind) =>
        `arn:${partition}:${service}:${region}:${account === '' ? '' : number('account', account)}:${kind}/<name>`,
    ],
    [/\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ABIA|ACCA)[A-Z0-9]{4,}\b/g, (id) => number('key', id)],
    [/\b\d{12}\b/g, (account) => number('account', account)],
    [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, (address) => number('address', address)],
    [/\bvpce-[0-9a-z-]+/g, (endpoint) => number('endpoint', endpoint)],
    [
      /(\/v1\/repos\/)([\w.-]+?)(?=\.[A-Za-z]+(?: =|$)|[\s/'")<,]|$)/gm,
      (_, path, name) => path + number('repository', name),
    ],
    [
      /\b((?:https?|ssh|socks\w*):\/\/(?:<login>@)?)([\w-]+(?:\.[\w-]+)*?)(?=\.[A-Za-z]+(?: =|$)|[:/\s'")\],]|$)/gm,
      (_, before, host) => before + hidden(host, number),
    ],
    [
      /((?:resolve proxy: |connect to (?!server\b)|through the proxy |Cannot reach |The answer of ))([\w.-]*\w)/g,
      (_, before, host) => before + hidden(host, number),
    ],
    // An access portal's name, its instance and its directory.
    [/\b(?:[\w-]+\.awsapps\.(?:com|cn)|ssoins-\w+|d-[0-9a-z]{10})\b/g, (portal) => number('portal', portal)],
    // Nothing that people write is that long without a blank or a dot, and mixed like that; tokens, keys and signatures
    // are.
    [/[A-Za-z0-9+_=%-]{32,}/g, (long) => (/\d/.test(long) ? '<left out>' : long)],
    [
      /[A-Za-z0-9+/_=%-]{40,}/g,
      (long) => (/\d/.test(long) && /[a-z]/.test(long) && /[A-Z]/.test(long) ? '<left out>' : long),
    ],
  ];
}

const everybodys = [...serviceSuffixes(), 'amazon.com', 'github.com', 'git-scm.com', 'nodejs.org'];

/** The hosts of companies are theirs; AWS's and Git's are everybody's. */
function hidden(host: string, number: Numbering): string {
  if (/\.awsapps\.(?:com|cn)$/.test(host)) return number('portal', host);
  const isEverybodys =
    ['localhost', '127.0.0.1'].includes(host) || everybodys.some((name) => host === name || host.endsWith(`.${name}`));
  return isEverybodys ? host : number('host', host);
}

function nameRules(names: KnownNames, number: Numbering): readonly Rule[] {
  const pairs = Object.entries(names).flatMap(([kind, values]) =>
    values.filter((value) => value.length > 1).map((value) => [kind, value] as const),
  );
  // The longest first, for one name may stand in another.
  return pairs
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([kind, value]) => [
      new RegExp(`(?<![\\w<-])${escapePattern(value)}(?![\\w>-])`, 'g'),
      () => (kind === 'home' ? '~' : number(kind, value)),
    ]);
}
