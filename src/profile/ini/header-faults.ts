import { trim } from '../../core/text/lines.js';
import { ambiguous } from './fault.js';
import type { Report } from './fault.js';
import type { Ini, Section } from './ini.js';
import { objectNames } from './names.js';
import { javascriptProfileOf, profileOf, servicesOf, ssoSessionOf } from './readings.js';
import type { FileKind } from './readings.js';

/** The faults of a header by itself. */
export function headerFaults({ name, header }: Section, report: Report): void {
  const rest = header.text.slice(name.length + 2);
  if (name.includes(']'))
    report(
      ambiguous('header-comment', header, 'a second ] behind the name is read as a part of the name by some tools'),
    );
  else if (rest !== '' && !/^\s+[;#]/.test(rest))
    report(
      ambiguous(
        'header-comment',
        header,
        `for some tools [${name}] is no header here, so that its keys land in the profile above: a space and ` +
          `# must stand before "${rest.trim()}"`,
      ),
    );
}

/** The faults of the names that headers give. */
export function nameFaults(ini: Ini, kind: FileKind, report: Report): void {
  const seen = new Map<string, Section>();
  for (const section of ini.sections) {
    const { name, header } = section;
    const profile = profileOf(name, kind);
    const before = profile === undefined ? undefined : seen.get(profile);
    if (profile !== undefined) seen.set(profile, section);
    if (name === 'DEFAULT' && section.options.length > 0)
      report(
        ambiguous(
          'default-section',
          header,
          'the AWS CLI mixes the keys of [DEFAULT], in capitals, into every profile',
        ),
      );
    else if (before && before.name !== name)
      report(
        ambiguous(
          'same-profile',
          header,
          `it is the same profile as [${before.name}] in line ${before.header.number}; the AWS CLI forgets the first`,
          profile,
        ),
      );
    else if (objectNames.has(profile ?? name))
      report(ambiguous('object-name', header, "AWS's JavaScript tools cannot read a profile of this name", profile));
    else if (name !== 'DEFAULT') prefixFaults(section, kind, report);
  }
}

const settings = /^(?:aws_|sso_|role_|source_profile$|credential_|web_identity_|region$|mfa_serial$|login_session$)/;

function prefixFaults(section: Section, kind: FileKind, report: Report): void {
  const { name, header } = section;
  const meant = meantName(name);
  const profile = profileOf(name, kind);
  if (kind === 'credentials' && /^\s*profile\s/i.test(name))
    report(
      ambiguous(
        'profile-prefix',
        header,
        `in the credentials file a header is the name alone, [${meant}], so AWS tools do not find this profile`,
        meant,
      ),
    );
  else if (kind === 'credentials' && trim(name) !== name)
    report(
      ambiguous(
        'padded-name',
        header,
        `the blanks inside the brackets are read as a part of the name, so AWS tools do not find [${meant}]`,
        meant,
      ),
    );
  else if (profile === undefined) unfound(section, meant, report);
  else if (javascriptProfileOf(name, kind) !== profile)
    report(ambiguous('cli-alone', header, sdksMiss(profile, kind), profile));
}

function sdksMiss(profile: string, kind: FileKind): string {
  if (!/^[\w@+.%:/-]+$/.test(profile))
    return "AWS's SDKs find no profile with such a name: letters, digits and _ . @ : / % + - are read by all tools";
  const header = kind === 'config' ? `[profile ${profile}]` : `[${profile}]`;
  return `only the AWS CLI takes this header for the profile ${profile}; all tools do when it is ${header}`;
}

/** Of a header in config that names nothing to botocore. */
function unfound({ name, header, options }: Section, meant: string, report: Report): void {
  if (name === 'default' || /^(?:plugins|preview)$/.test(name)) return;
  if (ssoSessionOf(name) !== undefined || servicesOf(name) !== undefined) return;
  const other = javascriptProfileOf(name, 'config');
  if (other !== undefined) {
    report(
      ambiguous('sdk-alone', header, `the AWS CLI does not find this profile: its header is [profile ${other}]`, other),
    );
    return;
  }
  if (!options.some(({ key }) => settings.test(key))) return;
  if (/^\s*sso-session\b/i.test(name))
    report(ambiguous('no-profile-prefix', header, 'no AWS tool finds this session: its header is [sso-session NAME]'));
  else
    report(
      ambiguous(
        'no-profile-prefix',
        header,
        `in the config file a profile's header is [profile ${/\s/.test(meant) ? `"${meant}"` : meant}], so AWS tools ` +
          'do not find this one',
        meant,
      ),
    );
}

/** The name that a header was meant to give, whatever stands around it. */
function meantName(header: string): string {
  return trim(header)
    .replace(/^profile(?:\s+|$)/i, '')
    .replace(/["'\\]/g, '');
}
