// Run as a program of its own: makes every call that there is, with the variables that it was started with.
// usage: call-everything.ts HOME REGION...
import { awsCalls, furnishProfiles } from './aws-calls.js';
import { awsSeeing } from './aws-client.js';
import { probeGit } from './probe-git.js';

const [home = '', ...regions] = process.argv.slice(2);
for (const region of regions) {
  await furnishProfiles({ file: (...parts) => [home, ...parts].join('/') }, region);
  for (const call of awsCalls) await call.run(awsSeeing(process.env as Record<string, string>, home), region, 'plain');
  await probeGit(process.env, region);
}
