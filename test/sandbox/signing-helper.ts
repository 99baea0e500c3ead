import type { FurnishedHome } from './furnished-home.js';

// Written apart from both the product and the sandbox's check, from the algorithm of AWS's own credential helper.
const source = `
const { createHash, createHmac } = require('node:crypto');
const { readFileSync } = require('node:fs');
if (process.argv[3] !== 'get') process.exit(0);
const { accessKeyId, secretAccessKey, sessionToken, offsetMs = 0 } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const asked = Object.fromEntries(readFileSync(0, 'utf8').split('\\n').filter(Boolean).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
const time = new Date(Date.now() + offsetMs).toISOString().replace(/[-:]/g, '').slice(0, 15);
const region = /git-codecommit(?:-fips)?\\.([^.]+)\\./.exec(asked.host)[1];
const scope = [time.slice(0, 8), region, 'codecommit', 'aws4_request'];
const canonical = 'GIT\\n/' + asked.path + '\\n\\nhost:' + asked.host + '\\n\\nhost\\n';
const toSign = 'AWS4-HMAC-SHA256\\n' + time + '\\n' + scope.join('/') + '\\n' + createHash('sha256').update(canonical).digest('hex');
let key = 'AWS4' + secretAccessKey;
for (const part of [...scope, toSign]) key = createHmac('sha256', key).update(part).digest();
console.log('username=' + accessKeyId + (sessionToken ? '%' + sessionToken : ''));
console.log('password=' + time + 'Z' + key.toString('hex'));
`;

/** What the hand-made helper signs with; `offsetMs` moves its clock. */
export interface HelperKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly offsetMs?: number;
}

/** A credential helper of a few lines for the sandbox's own tests; gives Git's `-c` arguments that use it. */
export async function signingHelper(home: FurnishedHome, keys: HelperKeys): Promise<string[]> {
  const script = await home.write('signing-helper.cjs', source);
  const file = await home.write('signing-keys.json', JSON.stringify(keys));
  const command = [process.execPath, script, file].map((part) => `'${part.replace(/\\/g, '/')}'`).join(' ');
  return ['-c', 'credential.helper=', '-c', `credential.helper=!${command}`, '-c', 'credential.useHttpPath=true'];
}
