// Run as a program of its own, in place of a browser: somebody who signs in at the address and lets the program in.
// SANDBOX_PERSON holds what they do, as JSON; the way goes through HTTPS_PROXY, with the certificates of AWS_CA_BUNDLE.
// usage: person-program.ts ADDRESS
import { readFileSync } from 'node:fs';
import { visit, type Habits } from './person.js';

const { SANDBOX_PERSON: habits = '{}', HTTPS_PROXY: proxyUrl = '', AWS_CA_BUNDLE: bundle = '' } = process.env;
await visit(process.argv[2] ?? '', JSON.parse(habits) as Habits, { proxyUrl, ca: readFileSync(bundle, 'utf8') });
