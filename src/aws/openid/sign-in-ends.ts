/** How a sign-in in a browser can end without tokens, and what helps: the same words whichever protocol says so. */
interface SignInEnd {
  readonly message: string;
  readonly hint: string;
}

/** `access_denied`. Source: RFC 6749, section 4.1.2.1; RFC 8628, section 3.5. */
export const deniedInBrowser: SignInEnd = {
  message: 'The sign-in was denied in the browser.',
  hint: 'Try again, and allow the access.',
};

/** `expired_token`. Source: RFC 8628, section 3.5. */
export const codeExpired: SignInEnd = {
  message: 'The code was not confirmed in time, and has expired.',
  hint: 'Run the same command again for a new code.',
};
