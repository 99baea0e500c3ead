// Asks an independent engine for IAM policies, @cloud-copilot/iam-simulate, what it makes of requests. It stays a program
// of its own, beside the project: `.ci/tools` installs it in the folder next to a `bin` on PATH.
// usage: iam-simulate.mjs < [{ request, identityPolicies, resourcePolicy }, …]  > [{ result, ignored, errors }, …]
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const places = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) =>
    join(folder, '..', 'iam-simulate', 'node_modules', '@cloud-copilot', 'iam-simulate', 'dist', 'esm', 'index.js'),
  );
const found = places.find((place) => existsSync(place));
if (found === undefined) {
  console.error('iam-simulate is not installed');
  process.exit(1);
}
const { runSimulation } = await import(pathToFileURL(found).href);
if (process.argv.includes('--version')) process.exit(0);

const answers = [];
for (const asked of JSON.parse(await text(process.stdin))) {
  const { identityPolicies, ...rest } = asked;
  const named = identityPolicies.map((policy, index) => ({ name: `policy ${index}`, policy }));
  const answer = await runSimulation(
    { serviceControlPolicies: [], resourceControlPolicies: [], identityPolicies: named, ...rest },
    {},
  );
  const results = answer.results ?? (answer.result === undefined ? [] : [answer.result]);
  answers.push({
    result: answer.overallResult ?? 'Error',
    ignored: results.flatMap((one) => one.ignoredContextKeys ?? []),
    errors: answer.errors,
  });
}
console.log(JSON.stringify(answers));
