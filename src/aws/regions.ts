import { Problem } from '../core/problem.js';
import { nearest } from '../core/text/nearest.js';
import { printable } from '../core/text/printable.js';
import { isRegionName, partitionOf } from './partitions.js';

/** A Region that is open, with what people know it by. */
export interface Region {
  readonly name: string;
  /** `Europe (Frankfurt)` */
  readonly place: string;
}

/**
 * The Regions of the partitions that have access portals. A new one may open any day, so none is refused for not
 * standing here. Source: the AWS SDKs' `partitions.json`, with which the test compares it.
 */
export const regions: readonly Region[] = Object.entries({
  'af-south-1': 'Africa (Cape Town)',
  'ap-east-1': 'Asia Pacific (Hong Kong)',
  'ap-east-2': 'Asia Pacific (Taipei)',
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'ap-northeast-3': 'Asia Pacific (Osaka)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-south-2': 'Asia Pacific (Hyderabad)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ap-southeast-3': 'Asia Pacific (Jakarta)',
  'ap-southeast-4': 'Asia Pacific (Melbourne)',
  'ap-southeast-5': 'Asia Pacific (Malaysia)',
  'ap-southeast-6': 'Asia Pacific (New Zealand)',
  'ap-southeast-7': 'Asia Pacific (Thailand)',
  'ca-central-1': 'Canada (Central)',
  'ca-west-1': 'Canada West (Calgary)',
  'cn-north-1': 'China (Beijing)',
  'cn-northwest-1': 'China (Ningxia)',
  'eu-central-1': 'Europe (Frankfurt)',
  'eu-central-2': 'Europe (Zurich)',
  'eu-north-1': 'Europe (Stockholm)',
  'eu-south-1': 'Europe (Milan)',
  'eu-south-2': 'Europe (Spain)',
  'eu-west-1': 'Europe (Ireland)',
  'eu-west-2': 'Europe (London)',
  'eu-west-3': 'Europe (Paris)',
  'eusc-de-east-1': 'AWS European Sovereign Cloud (Germany)',
  'il-central-1': 'Israel (Tel Aviv)',
  'me-central-1': 'Middle East (UAE)',
  'me-south-1': 'Middle East (Bahrain)',
  'me-west-1': 'Middle East (Saudi Arabia)',
  'mx-central-1': 'Mexico (Central)',
  'sa-east-1': 'South America (Sao Paulo)',
  'sa-west-1': 'South America (Chile)',
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-gov-east-1': 'AWS GovCloud (US-East)',
  'us-gov-west-1': 'AWS GovCloud (US-West)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
}).map(([name, place]) => ({ name, place }));

/** The Regions of one partition, or of all of them where none is named. */
export function regionsOf(partition: string | undefined): readonly Region[] {
  return regions.filter(({ name }) => partition === undefined || partitionOf(name).name === partition);
}

/** `eu-central-1, Europe (Frankfurt)`; the name alone of a Region that is not known. */
export function sayRegion(name: string): string {
  const known = regions.find((region) => region.name === name);
  return known === undefined ? printable(name, 60) : `${known.name}, ${known.place}`;
}

const areas = new Set([...regions.map(({ name }) => first(name)), 'us']);
const directions = new Set([
  'north',
  'south',
  'east',
  'west',
  'central',
  ...regions.map(({ name }) => direction(name)),
]);

/**
 * Reads the name of a Region as a person types it; one that is not known may be new.
 * @throws Problem `usage` for what can be none, or is nearly one, naming the one that was probably meant
 */
export function parseRegionName(raw: string): string {
  const name = raw.trim().toLowerCase();
  if (isRegionName(name) && !isMistyped(name)) return name;
  const meant = regionMeantBy(name);
  if (meant === undefined) throw new Problem('usage', 'Not an AWS Region: it looks like eu-west-1.');
  throw new Problem('usage', `There is no AWS Region ${printable(raw.trim(), 60)}: did you mean ${meant}?`, {
    hint: `Give ${sayRegion(meant)}, or another Region.`,
  });
}

/** Whether a name cannot be that of a Region that opened lately: those are made of the same words. */
function isMistyped(name: string): boolean {
  const isKnown = regions.some((region) => region.name === name) || partitionOf(name).name.startsWith('aws-iso');
  if (isKnown) return false;
  if (!directions.has(direction(name)) || /-(?:0\d?|\d\d)$/.test(name)) return true;
  const area = first(name);
  return !areas.has(area) && (area.length !== 2 || areas.has(Array.from(area).reverse().join('')));
}

/**
 * The Region that was probably meant: by its place (`Frankfurt`), without its hyphens (`euwest1`), with a zone's letter
 * (`eu-west-1a`), with letters that changed places (`eu-wets-1`), or nearly written.
 */
export function regionMeantBy(typed: string): string | undefined {
  const words = typed.toLowerCase();
  const bare = words.replace(/[^a-z0-9]/g, '').replace(/(\d)[a-z]$/, '$1');
  if (bare.length < 3) return undefined;
  const names = regions.map(({ name }) => name);
  const spelled = names.find((name) => name.replaceAll('-', '') === bare);
  if (spelled !== undefined) return spelled;
  const places = regions.filter(({ place }) => placeWords(place).includes(bare));
  if (places.length === 1) return places[0]?.name;
  return names.find((name) => sorted(name.replaceAll('-', '')) === sorted(bare)) ?? nearest(words.slice(0, 60), names);
}

/** What a place is called in full and in short: `Europe (Frankfurt)`, `Frankfurt`, `Virginia`. */
function placeWords(place: string): readonly string[] {
  const inBrackets = /\(([^)]+)\)/.exec(place)?.[1] ?? '';
  return [place, inBrackets, inBrackets.replace(/^N\. /, '')].map((text) => text.toLowerCase().replace(/[^a-z]/g, ''));
}

function sorted(text: string): string {
  return Array.from(text).sort().join('');
}

function first(name: string): string {
  return name.split('-')[0] ?? '';
}

function direction(name: string): string {
  return name.split('-').at(-2) ?? '';
}
