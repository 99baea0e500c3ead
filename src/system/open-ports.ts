import { realpathSync } from 'node:fs';
import * as os from 'node:os';
import { dirname } from 'node:path';
import { isatty } from 'node:tty';

import type { Ports } from '../core/ports/ports.js';
import { Changes } from '../core/changes.js';
import { loadWhenUsed } from '../core/load-when-used.js';
import { madeGlobalFile } from '../git/config/place.js';
import { printable } from '../core/text/printable.js';
import { findPaths, lockedFiles, type Paths } from '../state/paths.js';
import type { Files } from '../core/ports/files.js';
import { openAws } from './aws/index.js';
import { openAwsFileReader } from './files/aws-file-reader.js';
import { loadFetch } from './network/load-fetch.js';
import { openOpenId } from './openid/index.js';
import { openBrowserPort } from './browser/index.js';
import { openClipboard } from './clipboard.js';
import { openClock } from './clock.js';
import { commandFormHere } from './command-form.js';
import type { Announce } from './process/announce.js';
import { actAsOwnerOf } from './process/act-as-owner.js';
import type { Cancellation } from './process/cancellation.js';
import { createFiles } from './files/files.js';
import { notingAbsent } from './files/note-absent.js';
import { systemGit } from './git/git.js';
import { homeOf } from './home-folder.js';
import { runningProgram } from './program.js';
import { dataOutput } from './terminal/data-output.js';
import type { ScreenStream } from './terminal/screen.js';
import { openTerminal } from './terminal/open-terminal.js';
import { readGivenText } from './files/read-text.js';
import { untilAborted } from './process/until-aborted.js';
import { openTemplates } from './templates.js';
import { version } from '../core/version.js';

export interface PortOptions {
  /** Nobody is to be asked: `--yes`. */
  readonly nobody: boolean;
  /** Whether the command asks before it does anything. */
  readonly asksFirst?: boolean | undefined;
  readonly quiet: boolean;
  readonly noBrowser: boolean;
  /** What ends all waiting, in every port. */
  readonly cancellation: Pick<Cancellation, 'signal' | 'cancel'>;
  /** Where the conversation goes; stderr where nothing is said. */
  readonly stream?: ScreenStream | undefined;
  /** Where it is noted what was changed. */
  readonly changes?: Changes | undefined;
}

/**
 * Opens the ports, once a command runs: puts the adapters of this computer behind them. From then on root acts as the
 * owner of somebody else's home.
 */
export function openPorts(options: PortOptions): Ports {
  const { nobody, asksFirst, quiet, noBrowser, cancellation, stream, changes = new Changes() } = options;
  const { env, platform } = process;
  const { signal } = cancellation;
  const clock = openClock(signal);
  const homeDirectory = homeOf(os);
  const paths = findPaths(platform, env, homeDirectory);
  actAsOwnerOf(paths);
  const gitConfig = madeGlobalFile({ env, homeDirectory, platform });
  // Files are there before the conversation, which says what is waited for.
  const announce: Announce = (title, work) => ui.announce(title, work);
  const files = openFiles(paths, signal, changes, { gitConfig, announce, warn: (text) => ui.warn(text) });
  // With `--yes` nobody is asked, but somebody is there to sign in.
  const attended = isatty(0) || isatty(2);
  const form = commandFormHere(env, platform);
  const program = runningProgram({ version, folder: dirname(realpathSync(process.argv[1] ?? '.')), homeDirectory });
  const ui = openTerminal({ env, clock, cancellation, nobody, asksFirst, quiet, form, stream });
  return {
    ui,
    form,
    output: dataOutput(),
    clock,
    files,
    git: systemGit(env, signal, { lend: ui.lend, announce }),
    probe: async (url, service, login) =>
      (await import('./git/probe.js')).openGitProbe(env, signal, undefined, announce)(url, service, login),
    aws: openAws({
      env,
      files: { credentials: paths.credentials, config: paths.config, home: paths.home },
      disk: files,
      version,
      now: () => clock.now(),
      signal,
      lendTerminal: ui.lend,
      announce,
      warn: (text) => ui.warn(text),
    }),
    awsFileReader: openAwsFileReader(),
    clipboard: attended ? openClipboard(env, platform, signal) : undefined,
    browser: attended ? openBrowserPort({ env, platform, unwanted: noBrowser }, signal) : undefined,
    samlBrowser: loadWhenUsed(async () => {
      const { openSamlBrowser } = await import('./browser/saml-browser.js');
      return openSamlBrowser({ env, platform, homeDirectory, data: paths.data, unwanted: noBrowser, files, signal });
    }),
    openid: openOpenId({ env, now: () => clock.now(), signal, announce }),
    env,
    platform,
    homeDirectory,
    userName: userName(env),
    program,
    templates: openTemplates(program),
    cwd: process.cwd(),
    signal,
    changes,
    readText: (path) => readAnnounced(path, signal, announce),
    download: async (address, options) =>
      (await import('./network/download.js')).download(address, options, await loadFetch(env, signal, announce)),
  };
}

/** Standard input, or a pipe, may never come to its end. */
function readAnnounced(path: string, signal: AbortSignal, announce: Announce): Promise<string> {
  return announce(path === '-' ? 'Waiting for standard input' : `Waiting for ${printable(path, 200)}`, () =>
    untilAborted(readGivenText(path), signal),
  );
}

/** The files, of which those that are not ours alone are noted: nobody would want to take the others back by hand. */
function openFiles(
  paths: Paths,
  signal: AbortSignal,
  changes: Changes,
  {
    gitConfig,
    warn,
    announce,
  }: {
    readonly gitConfig: string | undefined;
    readonly warn: (text: string) => void;
    readonly announce: Announce;
  },
): Files {
  const isPrivate = (path: string): boolean => path.startsWith(paths.state);
  const others = (): readonly string[] => lockedFiles(paths);
  // What nobody can tell is said before the first change of a file alone: what comes later replaces a file of ours.
  const foundBefore = new Set<string>();
  const files = createFiles(signal, {
    onChanged: (path) => {
      if (!path.startsWith(paths.state) && path !== paths.recipes) changes.noteFile(path);
    },
    onAccessListClosed: (path) =>
      warn(
        `An access list (ACL) let others at ${printable(path, 200)}. It stays, but gives nothing any more: the file is ` +
          'for you alone.',
      ),
    onAttributesLost: (path, fate) => {
      if (fate === 'lost')
        warn(
          `The access list (ACL) or extended attributes of ${printable(path, 200)} are lost: there is no GNU cp here, ` +
            'which could have kept them.',
        );
      else if (foundBefore.delete(path))
        warn(
          `If ${printable(path, 200)} had an access list (ACL) or extended attributes, they are lost: there is no GNU ` +
            'cp here, which could have kept them.',
        );
    },
    isPrivate,
    others,
    announce,
  });
  const { credentials, config, ssoCache, recipes, state, data } = paths;
  const own = [dirname(recipes), state, data];
  const candidates = [credentials, config, ssoCache, ...own, ...(gitConfig ? [gitConfig] : [])];
  return notingAbsent(files, {
    state,
    candidates,
    own,
    endless: [credentials, config],
    onFound: (found) => {
      for (const path of found) foundBefore.add(path);
    },
    plain: createFiles(signal, { isPrivate, others }),
  });
}

/** A container may run under a number that no user has. */
function userName(env: NodeJS.ProcessEnv): string {
  try {
    return os.userInfo().username;
  } catch {
    return env['USER'] ?? env['USERNAME'] ?? 'git-codecommit';
  }
}
