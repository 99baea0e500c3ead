/**
 * Stands in for `@inquirer/editor` in the bundle (see scripts/build.js): inquirer carries that prompt whether it is
 * used or not, and with it half a megabyte of character sets. We never ask anybody to open an editor.
 */
export default function editor(): never {
  throw new Error('The editor prompt is not part of this bundle.');
}
