import { sentence, type Text } from '../../../core/advice/advice.js';
import { remove } from '../../../core/advice/own-commands.js';
import { printable } from '../../../core/text/printable.js';
import type { HelperChoice, HelperInUse } from '../../../stores/git-settings.js';

/** More than anybody reads. */
const mostSaid = 5;

/** What somebody has set up already, in sentences. @param target what is set up now */
export function sayInUse(
  inUse: readonly HelperInUse[],
  target: { readonly host: string; readonly url: string },
): readonly string[] {
  const said = inUse.slice(0, mostSaid).map((one) => {
    const what = one.url === target.url ? target.host : printable(one.url.replace(/\/v1$/, ''), 200);
    const uses = one.profile === undefined ? `asks ${sayHelper(one)}` : `uses ${sayHelper(one)}`;
    return `Git ${uses} for ${what} already${sayCondition(one)} (${printable(one.place, 300)}).`;
  });
  const more = inUse.length - mostSaid;
  return more > 0 ? [...said, `There are ${more} more.`] : said;
}

/** What the settings set aside, for the plan. */
export function saySetAside(one: HelperInUse): string {
  const helper = one.profile === undefined ? sayHelper(one) : `the helper of ${sayHelper(one)}`;
  return `${helper}${sayCondition(one)} (${printable(one.place, 300)})`;
}

function sayHelper({ kind, profile, value }: HelperInUse): string {
  if (profile !== undefined) return `profile ${printable(profile, 120)}`;
  if (kind === 'aws') return "the AWS CLI's helper without a profile";
  return kind === 'codecommit' ? 'our helper without a profile' : `"${printable(value, 120)}"`;
}

function sayCondition({ condition }: HelperInUse): string {
  return condition === undefined ? '' : ` where includeIf "${printable(condition, 120)}" holds`;
}

/** What becomes of what is in use, by the scope that is chosen. @param profile whose settings are written */
export function sayFate(scope: HelperChoice['scope'], profile: string, region: string): Text {
  const back = sentence`\`${remove(profile)}\` puts it back`;
  switch (scope) {
    case 'repository':
      return sentence`What is in use stays for other repositories; for this one ${back}.`;
    case 'region':
      return sentence`Takes the place of what is in use in ${region}; ${back}.`;
    case 'all':
      return sentence`Takes the place of what is in use for CodeCommit; ${back}.`;
    case 'local':
      return sentence`Takes the place of what is in use in this clone alone; ${back}.`;
    case 'global':
      return sentence`Takes the place of what is in use if it is one of these; ${back}.`;
    case 'none':
      return 'What is in use stays.';
  }
}
