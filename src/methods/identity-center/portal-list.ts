import type { MethodContext } from '../../core/method.js';
import type { SsoAccount, SsoPortal } from '../../core/ports/aws/identity-center.js';
import { Refusal } from '../../core/problem.js';
import { inParallel } from './in-parallel.js';
import type { Place } from './place.js';

/** Of so many accounts at most the roles are looked up before one is chosen; and of so many at once. */
const mostLookedInto = 50;
const atOnce = 5;

/** So often a call that AWS wanted slower is made again, after pauses that double from a second on. */
const mostPauses = 5;

type ListContext = Pick<MethodContext, 'clock' | 'signal' | 'ui'>;

/** What a person may choose from in a portal; each call is made once. */
export class PortalList {
  readonly #portal: SsoPortal;
  readonly #context: ListContext;
  readonly #roles = new Map<string, readonly string[]>();
  #accounts: readonly SsoAccount[] | undefined;

  constructor(portal: SsoPortal, context: ListContext) {
    this.#portal = portal;
    this.#context = context;
  }

  /** All accounts by their names, or the one that is said already, which is not looked up. */
  async accounts(only: string | undefined): Promise<readonly SsoAccount[]> {
    if (only !== undefined) return [this.account(only) ?? { id: only, name: '', email: '' }];
    this.#accounts ??= await this.#context.ui.step('Looking up your accounts', async () =>
      [...(await patiently(() => this.#portal.accounts(), this.#context))].sort(
        (a, b) => a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id),
      ),
    );
    return this.#accounts;
  }

  /** An account that was looked up. */
  account(id: string): SsoAccount | undefined {
    return this.#accounts?.find((account) => account.id === id);
  }

  /** Whether there are too many accounts to look into each. */
  isLong(accounts: readonly SsoAccount[]): boolean {
    return accounts.length > mostLookedInto;
  }

  /** Every role in these accounts, in the accounts' order; an account of somebody else's has none. */
  async places(accounts: readonly SsoAccount[]): Promise<readonly Place[]> {
    const unknown = accounts.filter(({ id }) => !this.#roles.has(id));
    const title = 'Looking up your roles';
    if (unknown.length > 0)
      await this.#context.ui.step(title, async (progress) => {
        let done = 0;
        await inParallel(unknown, atOnce, this.#context.signal, async ({ id }) => {
          await this.rolesIn(id);
          done += 1;
          if (unknown.length > 1) progress.update(`${title}: ${done} of ${unknown.length} accounts`);
        });
        progress.done(title);
      });
    return accounts.flatMap(({ id }) => (this.#roles.get(id) ?? []).map((roleName) => ({ accountId: id, roleName })));
  }

  /**
   * One role in each of these accounts. Where there are too many to look into, it is taken to be there: whoever asks AWS
   * for its keys is told.
   */
  async placesOf(accounts: readonly SsoAccount[], roleName: string): Promise<readonly Place[]> {
    if (this.isLong(accounts)) return accounts.map(({ id }) => ({ accountId: id, roleName }));
    return (await this.places(accounts)).filter((place) => place.roleName === roleName);
  }

  /** What was looked up of an account is no longer so. */
  forget(id: string): void {
    this.#roles.delete(id);
  }

  /** The roles in one account; none where it is somebody else's. */
  async rolesIn(id: string): Promise<readonly string[]> {
    const known = this.#roles.get(id);
    if (known !== undefined) return known;
    try {
      const roles = await patiently(() => this.#portal.roles(id), this.#context);
      const sorted = [...roles].sort((a, b) => a.localeCompare(b, 'en'));
      this.#roles.set(id, sorted);
      return sorted;
    } catch (error) {
      if (!isNotAssigned(error)) throw error;
      this.#roles.set(id, []);
      return [];
    }
  }
}

/** Makes a call again, more slowly, as long as AWS says that it comes too fast. */
async function patiently<T>(call: () => Promise<T>, { clock, signal }: ListContext): Promise<T> {
  for (let pause = 0; ; pause += 1) {
    try {
      return await call();
    } catch (error) {
      const isTooFast = error instanceof Refusal && /^(?:TooManyRequests|Throttl)/.test(error.facts.code);
      if (!isTooFast || pause >= mostPauses) throw error;
      await clock.sleep(1000 * 2 ** pause, signal);
    }
  }
}

/** AWS says "No access" whether the role is gone, the account, or the assignment. */
export function isNotAssigned(error: unknown): error is Refusal {
  return (
    error instanceof Refusal &&
    ['ForbiddenException', 'ResourceNotFoundException', 'AccessDeniedException'].includes(error.facts.code)
  );
}
