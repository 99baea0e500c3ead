import type { UsedCodes } from '../core/method.js';
import type { PrivateState } from '../core/ports/private-state.js';
import type { TokenStore } from '../core/ports/token-store.js';
import type { ProfileStore } from '../profile/profile-store.js';
import type { HelperMemoryStore } from '../state/helper-memory-store.js';
import type { Paths } from '../state/paths.js';
import type { RecipeStore } from '../state/recipes.js';
import type { CommandLinkStore } from './command-link-store.js';
import type { GitSettingsStore } from './git-settings.js';

/** The stores behind the commands, as the steps that commands share see them. */
export interface Stores {
  readonly paths: Pick<Paths, 'credentials' | 'config' | 'ssoCache' | 'loginCache' | 'recipes' | 'state' | 'data'> & {
    /** Where the first state of the credentials file may be kept. */
    readonly backups: readonly string[];
  };
  readonly profiles: ProfileStore;
  readonly recipes: RecipeStore;
  readonly settings: GitSettingsStore;
  /** The link on PATH by which `git codecommit` works. */
  readonly commandLink: CommandLinkStore;
  readonly usedCodes: UsedCodes;
  /** Private documents of a profile, mode 0600. */
  readonly state: PrivateState;
  readonly tokens: TokenStore;
  /** What the credential helper remembers of the passwords it gave. */
  readonly helperMemory: HelperMemoryStore;
}
