import type { Advice, Text } from '../../core/advice/advice.js';
import { joined, sentence } from '../../core/advice/advice.js';
import { sayText, type CommandForm } from '../../core/advice/say.js';

/** Something that was written, in a word and with its place, and so that it stands in a document. */
export interface Leaving {
  /** One of few words: `keys`, `setting`, `recipe`. */
  readonly what: string;
  readonly where: string;
}

/** What is left as it is. */
export interface Staying extends Leaving {
  readonly why: string;
  /** What takes it away all the same. */
  readonly instead?: Advice | undefined;
}

/** What goes and what stays, in the order in which it is shown. */
export interface Listing {
  readonly removes: readonly Leaving[];
  readonly stays: readonly Staying[];
}

/** One listing of several; what stands in two of them is said once, and what goes does not stay. */
export function together(listings: readonly Listing[]): Listing {
  const removes = unique(listings.flatMap((one) => one.removes));
  const going = new Set(removes.map(keyOf));
  return { removes, stays: unique(listings.flatMap((one) => one.stays)).filter((one) => !going.has(keyOf(one))) };
}

/** Rows for a person. */
export function leavingRows(removes: readonly Leaving[]): readonly (readonly Text[])[] {
  return removes.map(({ what, where }) => [what, where]);
}

/** The same of what stays, with the reason. */
export function stayingRows(stays: readonly Staying[]): readonly (readonly Text[])[] {
  return stays.map((one) => [one.what, joined([`${one.where}:`, whyOf(one)])]);
}

/** The part of the JSON document that says what goes and what stays. */
export function listingDocument(
  { removes, stays }: Listing,
  form: CommandForm,
): {
  readonly removes: readonly Leaving[];
  readonly stays: readonly { readonly what: string; readonly where: string; readonly why: string }[];
} {
  return {
    removes: removes.map(({ what, where }) => ({ what, where })),
    stays: stays.map((one) => ({ what: one.what, where: one.where, why: sayText(whyOf(one), form) })),
  };
}

function whyOf({ why, instead }: Staying): Text {
  return instead === undefined ? why : sentence`${why} (${instead})`;
}

function keyOf({ what, where }: Leaving): string {
  return `${what} ${where}`;
}

function unique<T extends Leaving>(rows: readonly T[]): readonly T[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}
