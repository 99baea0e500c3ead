// Stands in the bundle for the SDK's search for credentials. Every client is given its own, so that nothing on the
// machine is ever signed with by chance; without the search the clients load a good deal faster.

/** Never called; see `clientOptions`. */
export function defaultProvider(): () => Promise<never> {
  return () => Promise.reject(new Error('No credentials were given.'));
}
