import { BlockList, isIPv6 } from 'node:net';

/** Condition keys of a request and their values, keys in lower case: `aws:multifactorauthpresent`. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

export type Condition = Readonly<
  Record<string, Readonly<Record<string, string | boolean | number | readonly string[]>>>
>;

/** Makes a context; undefined values are left out, as AWS leaves out keys that a request does not have. */
export function requestContext(
  ...parts: readonly Readonly<Record<string, string | readonly string[] | undefined>>[]
): RequestContext {
  const context = new Map<string, readonly string[]>();
  for (const [key, value] of parts.flatMap((part) => Object.entries(part))) {
    if (value !== undefined) context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return context;
}

/** Whether text matches a pattern with `*` and `?`. */
export function matchesPattern(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}

/** Puts values in place of `${aws:username}` and the like; an unknown one matches nothing. */
export function expandVariables(pattern: string, context: RequestContext): string {
  return pattern.replace(/\$\{([^}]+)\}/g, (whole, key: string) => context.get(key.toLowerCase())?.[0] ?? whole);
}

/** Whether an address is in a CIDR block; a block without a length is one address. */
function isInBlock(address: string, block: string): boolean {
  const [start = '', bits] = block.split('/');
  const family = isIPv6(start) ? 'ipv6' : 'ipv4';
  const blocks = new BlockList();
  blocks.addSubnet(start, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  return blocks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

type Test = (actual: string, wanted: string) => boolean;

const time = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const tests: Readonly<Record<string, Test>> = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringEqualsIgnoreCase: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  StringLike: (actual, wanted) => matchesPattern(wanted, actual),
  ArnEquals: (actual, wanted) => matchesPattern(wanted, actual),
  ArnLike: (actual, wanted) => matchesPattern(wanted, actual),
  Bool: (actual, wanted) => actual === wanted.toLowerCase(),
  NumericEquals: (actual, wanted) => Number(actual) === Number(wanted),
  NumericLessThan: (actual, wanted) => Number(actual) < Number(wanted),
  NumericLessThanEquals: (actual, wanted) => Number(actual) <= Number(wanted),
  NumericGreaterThan: (actual, wanted) => Number(actual) > Number(wanted),
  NumericGreaterThanEquals: (actual, wanted) => Number(actual) >= Number(wanted),
  DateLessThan: (actual, wanted) => time(actual) < time(wanted),
  DateGreaterThan: (actual, wanted) => time(actual) > time(wanted),
  IpAddress: isInBlock,
};

const negated: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NotIpAddress: 'IpAddress',
};

/**
 * Whether every condition of a statement holds.
 * Source: IAM user guide, "IAM JSON policy elements: Condition operators". An operator that the sandbox does not know
 * is an error, so that no test passes by accident.
 */
export function conditionsHold(condition: Condition | undefined, context: RequestContext): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) =>
      holds(operator, key, (Array.isArray(wanted) ? wanted : [wanted]).map(String), context),
    ),
  );
}

function holds(operator: string, key: string, wanted: readonly string[], context: RequestContext): boolean {
  const actual = context.get(key.toLowerCase());
  const [, quantifier, name, ifExists] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === 'Null') return wanted.includes(String(actual === undefined));
  const positive = negated[name ?? ''];
  const test = tests[positive ?? name ?? ''];
  if (!test) throw new Error(`the sandbox does not know the condition operator ${operator}`);
  if (actual === undefined) return ifExists !== undefined || positive !== undefined || quantifier === 'ForAllValues:';
  const matches = (value: string): boolean =>
    wanted.some((one) => test(value, expandVariables(one, context))) === (positive === undefined);
  return quantifier === 'ForAllValues:' ? actual.every(matches) : actual.some(matches);
}
