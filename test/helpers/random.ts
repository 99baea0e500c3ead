import fc from 'fast-check';
import { seed } from './seed.js';

fc.configureGlobal({ seed });

/** fast-check, whose cases follow from the seed of this run. Tests take it from here and give it no seed of their own. */
export { fc };
