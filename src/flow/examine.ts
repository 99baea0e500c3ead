import { parseGitHost } from '../aws/hosts.js';
import { parseRepository } from '../aws/repository.js';
import { isProblem } from '../core/problem.js';
import type { House } from '../core/ports/house.js';
import { skip } from '../doctor/check.js';
import type { Check, Finding, Instruments, Patient } from '../doctor/check.js';
import { readEntries } from '../git/config-entries.js';
import { currentRemote } from './current-remote.js';
import type { Rooms } from './rooms.js';

/** What the doctor was called with: a profile, a URL, or nothing. */
export type Complaint = string | undefined;

/** Gathers what is known before the checks: which URL, which profile, what stands in the files. */
export async function admit(complaint: Complaint, house: House, rooms: Rooms): Promise<Patient> {
  const isProfile = complaint !== undefined && (await rooms.recipes.read(complaint)) !== undefined;
  const url = complaint === undefined || isProfile ? await currentRemote(house) : complaint;
  const hint = url === undefined ? undefined : parseRepository(url);
  const cleanUrl = hint?.url ?? hostUrl(url);
  const profile = isProfile ? complaint : await profileFor(cleanUrl, house, rooms);
  const recipe = profile === undefined ? undefined : await rooms.recipes.read(profile);
  const known = cleanUrl ?? (isProfile ? (await rooms.settings.uses()).get(profile ?? '')?.[0] : undefined);
  return {
    url: url ?? known,
    cleanUrl: known,
    region: hint?.region ?? recipe?.region ?? house.env['AWS_REGION'],
    profile,
    recipe,
    keys: profile === undefined ? undefined : await rooms.profiles.keys(profile),
    credentialsText: await house.files.read(rooms.paths.credentials),
    configText: await house.files.read(rooms.paths.config),
    paths: { home: house.homeDirectory, credentials: rooms.paths.credentials, config: rooms.paths.config },
    entries: await readEntries(house.git, house.cwd),
    env: house.env,
    platform: house.platform,
    cwd: house.cwd,
  };
}

function hostUrl(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) && parseGitHost(new URL(url).host) !== undefined ? url : undefined;
}

async function profileFor(url: string | undefined, house: House, rooms: Rooms): Promise<string | undefined> {
  const ofUrl = url === undefined ? undefined : await rooms.settings.profileFor(url, house.cwd);
  if (ofUrl !== undefined) return ofUrl;
  const managed = await rooms.recipes.list();
  return managed.length === 1 ? managed[0] : undefined;
}

/**
 * Runs the checks in their order. Once AWS could not be reached, what needs the network is left out, except the check
 * that says why.
 */
export async function examine(checks: readonly Check[], patient: Patient, instruments: Instruments): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  let offline = false;
  for (const check of checks) {
    const { id, title } = check;
    if (check.online === true && offline && id !== 'network') findings.push({ id, title, ...skip('AWS could not be reached.') });
    else {
      try {
        findings.push({ id, title, ...(await check.run(patient, instruments)) });
      } catch (error) {
        if (!isProblem(error)) throw error;
        offline ||= error.kind === 'network';
        findings.push({ id, title, ...skip(error.message) });
      }
    }
  }
  return findings;
}
