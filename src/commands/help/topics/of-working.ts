import {
  clone,
  cloneIn,
  completion,
  doctor,
  exportAs,
  help,
  helpOf,
  policy,
  refresh,
  remove,
  setUp,
  share,
  startHere,
  status,
} from '../../../core/advice/own-commands.js';
import type { Topic } from './topic.js';

/** Words for what is done once one can sign in, and for what goes wrong then. */
export const topicsOfWorking: readonly Topic[] = [
  {
    words:
      '403, http 403, error 403, forbidden, 401, unauthorized, access denied, accessdenied, ' +
      'accessdeniedexception, denied, permission denied, not authorized, unable to access, ' +
      'authentication failed, could not read username, username, user name, password, git credentials, ' +
      'error, problem, troubleshooting, debug, fatal, not working',
    says:
      'CodeCommit says no, or Git asks for a password, when the session has ended, when Git uses other ' +
      'credentials than you think, or when a policy forbids it.',
    see: [
      [refresh(), 'in the clone: new credentials, most often all it takes'],
      [doctor(), 'in the clone: names the cause, and with --fix mends it'],
    ],
  },
  {
    words:
      'aws configure, configure, configuration, config, settings, aws config, aws cli, aws credentials, ' +
      'credentials, credential, credentials file, aws profile, profile, profiles, named profile, ' +
      'aws configure list, aws sts get caller identity',
    says:
      "Nobody has to run AWS's own configuration first. Setup gets temporary credentials, writes them into a " +
      'profile of the credentials file, and sets Git up for it.',
    see: [
      [startHere(), 'begin'],
      [status(), 'the profiles that were set up here'],
      [exportAs({ blank: 'FORMAT' }), 'the credentials of a profile for other programs'],
      [help('keys-of-a-user'), 'where you have an access key'],
    ],
  },
  {
    words:
      'expired, expire, expiry, expiration, expired token, expiredtoken, expiredtokenexception, ' +
      'token expired, session expired, session, session ended, duration, renew, renewal, security token, ' +
      'invalidclienttokenid, unrecognizedclientexception, invalid security token, ' +
      'the security token included in the request is expired, ' +
      'the security token included in the request is invalid, how long',
    says:
      "A session lasts an hour, or as long as the role grants (--duration). Git's helper renews it by itself " +
      'where that needs nobody.',
    see: [
      [status(), 'how long each profile still lasts'],
      [refresh(), 'new credentials, with most often no question'],
    ],
  },
  {
    words:
      'repository, repositories, repo, repos, git clone, checkout, url, clone url, remote, https, ssh, ' +
      'ssh key, git remote codecommit, grc, pull, push, fetch, git pull, git push, git fetch, ' +
      'repositorynotfound, repository not found, does not exist',
    says:
      'Git goes over https; ssh:// and codecommit:: URLs are understood, and turned into that. A repository lies ' +
      'in one Region and one account.',
    see: [
      [clone(), 'pick a repository, and clone it'],
      [setUp('repository', { blank: 'NAME|URL' }), 'set one up'],
      [doctor(), 'in a clone: why it does not work'],
    ],
  },
  {
    words:
      'region, regions, aws region, wrong region, default region, aws default region, partition, govcloud, ' + 'china',
    says: 'A repository lies in one Region, which stands in its URL; --region gives it where only a name is known.',
    see: [[cloneIn({ blank: 'REGION' }), 'the repositories of a Region']],
  },
  {
    words:
      'credential helper, git credential helper, helper, git credential, git credential codecommit, ' +
      'usehttppath, keychain, osxkeychain, ' +
      'credential manager, git credential manager, gcm, wincred, manager core, git config, gitconfig',
    says:
      "Setup sets Git's credential helper for CodeCommit's addresses alone; --git-scope says for which, --helper " +
      'whose it is.',
    see: [
      [doctor(), 'whether Git asks the right helper'],
      [helpOf('setup'), 'both flags'],
      [remove({ blank: 'PROFILE' }), 'take the settings back'],
    ],
  },
  {
    words:
      'logout, log out, sign out, signout, uninstall, delete, undo, reset, clean up, cleanup, revoke, ' + 'disconnect',
    says: 'What was set up is taken back, and nothing else. At AWS a session lives until its end.',
    see: [[remove({ blank: 'PROFILE' }), 'take one profile back; with --all every one']],
  },
  {
    words:
      'administrator, admin, admins, iam, iam policy, policies, permission, permissions, least privilege, ' +
      'terraform, cloudformation',
    says:
      'Administrators get the roles, trust policies and permissions as commands or files. Nothing is changed at ' +
      'AWS.',
    see: [
      [policy(), 'asks how people sign in, and what they may do'],
      [share(), 'a recipe for the team, from a profile that works'],
    ],
  },
  {
    words: 'team, team recipe, recipe, recipes, colleagues, onboarding page, newcomer, from',
    says: 'A team recipe says how a team signs in, without secrets. Others begin with it.',
    see: [
      [share(), 'print one'],
      [setUp('from', { blank: 'FILE|URL' }), 'begin with one'],
    ],
  },
  {
    words:
      'network, proxy, https proxy, firewall, vpn, vpc, vpc endpoint, tls, ssl, certificate, certificates, ' +
      'ca bundle, aws ca bundle, timeout, endpoint, offline, fips',
    says:
      'HTTPS_PROXY, NO_PROXY, AWS_CA_BUNDLE and AWS_ENDPOINT_URL count for every call to AWS. A VPC endpoint of ' +
      'CodeCommit is given by --host.',
    see: [[doctor(), 'tells what of the network is in the way, for Git and for AWS']],
  },
  {
    words:
      'script, scripts, scripting, automation, non interactive, noninteractive, unattended, batch, json, ' +
      'exit code, exit codes, flag, flags, options, variable',
    says:
      'Every question is a flag, and every flag a variable: --role-arn is GIT_CODECOMMIT_ROLE_ARN. --yes asks ' +
      'nothing, --json prints one document; an answer that is missing is named, with exit code 2.',
    see: [
      [help('setup'), 'every flag of it'],
      [exportAs('process'), "a profile's credentials for another program"],
    ],
  },
  {
    words: 'shell, tab, tab completion, autocomplete, autocompletion, bash, zsh, fish, powershell',
    says: 'Commands, flags, methods and profiles are completed in bash, zsh, fish and PowerShell.',
    see: [
      [completion('bash'), 'the script for bash; the others likewise'],
      [help('completion'), 'how a shell loads it'],
    ],
  },
];
