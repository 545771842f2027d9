/** What a person reads beside a variable in .env.example. */
export const ABOUT = {
  kind: 'text',
  message: 'What it is, for the person who fills it in; one sentence',
  default: '',
  // eslint-disable-next-line no-control-regex -- no sentence has one
  pattern: /^$|^[A-Za-z0-9][^\u0000-\u001f\u007f-\u00a0\u2028\u2029]{0,118}[.?!]$/,
  must: 'one sentence of 120 characters at most',
} as const;

/** What stands in .env, in Compose and in a shell without an escape. */
export const PLAIN = {
  kind: 'text',
  message: 'What it is where nobody sets it',
  default: '',
  pattern: /^(?! )[ !"#%&(-[\]^_a-z|~]*(?<! )$/,
  must: 'plain characters without $, quotes, backslashes or braces, and no space at either end',
} as const;
