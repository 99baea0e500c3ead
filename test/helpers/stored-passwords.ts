import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FurnishedHome } from '../sandbox/furnished-home.js';
import type { Variables } from './environment.js';

/** What Apple's Git and Git for Windows bring with them, and have set up for the whole system. */
export type SystemHelper = 'osxkeychain' | 'manager';

// Like both: a password is stored under protocol, host, path and user name, the newest answers, and nothing expires.
// Sources: git's contrib/credential/osxkeychain; Git Credential Manager, docs/configuration.md.
const script = `#!/bin/sh
store=$STORED_PASSWORDS/\${0##*-}
while IFS='=' read -r key value; do
  case $key in
    protocol) protocol=$value ;;
    host) host=$value ;;
    path) path=$value ;;
    username) username=$value ;;
    password) password=$value ;;
    '') break ;;
  esac
done
case $1 in
  get)
    found=$(grep -F "$protocol|$host|$path|" "$store" 2>/dev/null | tail -n 1)
    [ -n "$found" ] || exit 0
    found=\${found#"$protocol|$host|$path|"}
    printf 'username=%s\\npassword=%s\\n' "\${found%|*}" "\${found##*|}"
    ;;
  store) printf '%s|%s|%s|%s|%s\\n' "$protocol" "$host" "$path" "$username" "$password" >>"$store" ;;
  erase) grep -vF "$protocol|$host|$path|" "$store" >"$store.new" 2>/dev/null; mv "$store.new" "$store" ;;
esac
`;

/** A system whose Git keeps every password. */
export interface SystemWithHelper {
  /** Variables for Git. */
  readonly env: Variables;
  /** What it has kept, a line each. */
  stored(): Promise<readonly string[]>;
  forget(): Promise<void>;
}

/** Puts a stand-in for the helper on PATH, and into the configuration of the system, where that system's Git has it. */
export async function systemWithHelper(helper: SystemHelper, home: FurnishedHome): Promise<SystemWithHelper> {
  const programs = home.file('system', 'bin');
  const passwords = home.file('system', 'passwords');
  await mkdir(programs, { recursive: true });
  await mkdir(passwords, { recursive: true });
  const program = join(programs, `git-credential-${helper}`);
  await writeFile(program, script);
  await chmod(program, 0o755);
  // Source: Git for Windows, installer/install.iss; Homebrew's formula for Git, which does as Apple's does.
  const devOps = helper === 'manager' ? '[credential "https://dev.azure.com"]\n\tuseHttpPath = true\n' : '';
  const config = await home.write('system/gitconfig', `[credential]\n\thelper = ${helper}\n${devOps}`);
  return {
    env: {
      GIT_CONFIG_NOSYSTEM: undefined,
      GIT_CONFIG_SYSTEM: config,
      STORED_PASSWORDS: passwords,
      PATH: `${programs}:${process.env['PATH'] ?? ''}`,
    },
    forget: () => rm(join(passwords, helper), { force: true }),
    stored: () =>
      readFile(join(passwords, helper), 'utf8').then(
        (text) => text.split('\n').filter((line) => line !== ''),
        () => [],
      ),
  };
}
