import type { Service } from './wire/exchange.js';
import { placeOf } from './wire/place.js';

/** Which service answers at which host name. */
export class Registry {
  readonly #services: Service[];

  constructor(services: readonly Service[]) {
    this.#services = [...services];
  }

  /** Adds a service; it comes before those already there. */
  add(service: Service): void {
    this.#services.unshift(service);
  }

  find(host: string): Service | undefined {
    const place = placeOf(host);
    return this.#services.find((service) => service.serves(host, place));
  }
}
