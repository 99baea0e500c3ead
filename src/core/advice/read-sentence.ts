import type { Advice, Sentence } from './advice.js';
import { adviceKinds } from './kinds.js';

/**
 * The parts of a sentence that were kept in a document, by this version or another.
 * @returns undefined for what this version does not know whole
 */
export function readSentence(parts: unknown): Sentence | undefined {
  return Array.isArray(parts) && parts.every((part) => typeof part === 'string' || isAdvice(part))
    ? { parts: parts as Sentence['parts'] }
    : undefined;
}

type Fields = Readonly<Record<string, unknown>>;
type Read = (fields: Fields) => boolean;

const fileStep: Read = ({ path }) => typeof path === 'string';
const words: Read = (fields) => Array.isArray(fields['words']) && fields['words'].every(isWord);

/** What each thing to do must have. */
const steps: Readonly<Record<Advice['does'], Read>> = {
  call: (fields) => words(fields) && isOptional(fields['gitDir'], isText),
  run: (fields) => words(fields) && isOptional(fields['input'], isTexts),
  load: words,
  'unset-variables': ({ names }) => isTexts(names),
  'change-folder': fileStep,
  'delete-file': fileStep,
  'look-at': fileStep,
  'make-private': fileStep,
  'make-writable': fileStep,
  'make-executable': fileStep,
  'delete-lines': (fields) =>
    fileStep(fields) && typeof fields['from'] === 'number' && typeof fields['to'] === 'number',
};

function isAdvice(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  const fields = part as Fields;
  const { does, kind } = fields;
  return (
    typeof does === 'string' &&
    Object.hasOwn(steps, does) &&
    (adviceKinds as readonly unknown[]).includes(kind) &&
    steps[does as Advice['does']](fields)
  );
}

function isWord(word: unknown): boolean {
  return isText(word) || (typeof word === 'object' && word !== null && isText((word as Fields)['blank']));
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isOptional(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || is(value);
}
