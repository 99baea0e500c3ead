// Run as a program of its own: finds the token of a session in a home, and prints it.
// usage: find-token.ts HOME NAME START_URL REGION
import { awsSeeing } from '../../helpers/aws-client.js';

const [home = '', name = '', startUrl = '', region = ''] = process.argv.slice(2);
const token = await awsSeeing(process.env as Record<string, string>, home).ssoTokens.find({ name, startUrl, region });
process.stdout.write(token?.reveal() ?? 'none');
