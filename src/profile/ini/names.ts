const shape = /^[A-Za-z0-9_][A-Za-z0-9_.@:/%+-]*$/;
const longest = 100;

/** The names of every JavaScript object's own properties, such as `constructor`. */
export const objectNames: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * Why a profile of this name must not be made, as the end of a sentence; undefined for a good name.
 * All of AWS's readers agree on the names it lets through: AWS's JavaScript reader loses `[two words]`, and takes the
 * names of an object's own properties (`constructor`, `__proto__`) for those; Python takes `DEFAULT` for every section.
 */
export function whyNotName(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.length > longest) return `it is longer than ${longest} characters`;
  if (/^[^A-Za-z0-9_]/.test(name)) return 'it must begin with a letter, a digit or _';
  if (!shape.test(name)) return 'only letters, digits and _ . @ : / % + - are read alike by all AWS tools';
  if (name.includes('..')) return 'it must not hold two dots in a row';
  if (objectNames.has(name)) return "AWS's JavaScript tools cannot read a profile of that name";
  if (name === 'DEFAULT')
    return 'the AWS CLI would mix its keys into every other profile (the profile default is written in small letters)';
  if (/^(?:sso-session|services)\./.test(name))
    return "AWS's JavaScript tools would take it for another kind of section";
  return undefined;
}

/**
 * A profile name from the name of a repository: the name itself where it can be one, else its good characters,
 * else `codecommit`.
 */
export function proposeName(repository: string | undefined): string {
  const good = (repository ?? '')
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_.@:/%+-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[^A-Za-z0-9_]+|-+$/g, '')
    .slice(0, longest);
  if (good === '') return 'codecommit';
  return whyNotName(good) === undefined ? good : alternativeName(good, () => false);
}

/** Another name in place of one that cannot be used: `NAME-codecommit`, with a number where that is taken too. */
export function alternativeName(name: string, taken: (candidate: string) => boolean): string {
  const clean =
    whyNotName(name) === undefined || whyNotName(`${name}-codecommit`) === undefined
      ? name
      : proposeName(name.replaceAll(/[^A-Za-z0-9_]+/g, '-'));
  const stem = `${clean.slice(0, longest - 15)}-codecommit`;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? stem : `${stem}-${number}`;
    if (!taken(candidate)) return candidate;
  }
}
