/** The person went back to the first question. */
export const again = Symbol('again');

/** Nothing of an answer can be used, which was said: the first question is put again. */
export const refused = Symbol('refused');
