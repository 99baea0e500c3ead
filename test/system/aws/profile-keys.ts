// Run as a program of its own: prints the access key id of a profile.
// usage: profile-keys.ts HOME PROFILE
import { awsSeeing } from '../../helpers/aws-client.js';

const [home = '', profile = ''] = process.argv.slice(2);
const { accessKeyId } = await awsSeeing(process.env as Record<string, string>, home).profileCredentials(profile, {
  region: 'eu-west-1',
});
process.stdout.write(accessKeyId);
