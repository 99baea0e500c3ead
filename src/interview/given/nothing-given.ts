/** Somebody was given nothing: what follows is a text for whoever administers AWS, and no sign-in. */
export class NothingGiven extends Error {
  constructor() {
    super('Nothing was given.');
  }
}
