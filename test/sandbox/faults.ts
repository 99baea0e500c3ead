/** What can go wrong on the way, or in a service that is overloaded. */
export type Fault =
  /** The connection breaks after the request was sent. */
  | { readonly kind: 'reset' }
  /** The proxy cannot reach the host. */
  | { readonly kind: 'unreachable' }
  /** The answer comes, but late. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** No answer ever comes. */
  | { readonly kind: 'hang' }
  /** The service says: too many requests. */
  | { readonly kind: 'throttle' }
  /** The service answers 503. */
  | { readonly kind: 'unavailable' }
  /** Something in between answers in the service's place: a firewall, a policy that nobody has seen yet. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** The answer repeats the request: its headers, its query and its body. */
  | { readonly kind: 'repeat'; readonly status: number; readonly body: (request: string) => string };

export interface FaultScope {
  /** Service name (`sts`), or host name; every request if left out. */
  readonly on?: string;
  /** After so many requests it is over; until removed if left out. */
  readonly times?: number;
}

interface Planned {
  readonly fault: Fault;
  readonly on: string | undefined;
  left: number;
}

/** The faults that are switched on. */
export class Faults {
  #planned: Planned[] = [];

  /** Switches a fault on; the result switches it off. */
  add(fault: Fault, scope: FaultScope = {}): () => void {
    const planned: Planned = { fault, on: scope.on, left: scope.times ?? Infinity };
    this.#planned.push(planned);
    return () => {
      this.#planned = this.#planned.filter((other) => other !== planned);
    };
  }

  clear(): void {
    this.#planned = [];
  }

  /** The next fault of this place, used up by one. `unreachable` is the proxy's; all others are the server's. */
  take(host: string, service: string, where: 'proxy' | 'server'): Fault | undefined {
    const planned = this.#planned.find(
      ({ fault, on, left }) =>
        left > 0 &&
        (on === undefined || on === host || on === service) &&
        (fault.kind === 'unreachable') === (where === 'proxy'),
    );
    if (!planned) return undefined;
    planned.left -= 1;
    return planned.fault;
  }
}
