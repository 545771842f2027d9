import { defineQuestions } from './question.js';

/** What a person reads beside a variable in .env.example. */
export const ABOUT = {
  kind: 'text',
  message: 'What it is, for the person who fills it in; one sentence',
  default: '',
  // eslint-disable-next-line no-control-regex -- no sentence has one
  pattern: /^$|^[A-Za-z0-9][^=\u0000-\u001f\u007f-\u00a0\u2028\u2029]{0,118}[.?!]$/,
  // In .env.example it is a comment, where NAME=… is a variable that is not set.
  must: 'one sentence of 120 characters at most, without =',
} as const;

/** What stands in .env, in Compose and in a shell without an escape. */
export const PLAIN = {
  kind: 'text',
  message: 'What it is where nobody sets it',
  default: '',
  pattern: /^(?! )[ !"#%&(-[\]^_a-z|~]*(?<! )$/,
  must: 'plain characters without $, quotes, backslashes or braces, and no space at either end',
} as const;

/** What the application reads from its environment beside what the stack gives it. */
export const variableQuestions = defineQuestions({
  variables: {
    kind: 'named',
    message: "The application's own variables, which it reads from its environment and people set in .env",
    default: {},
    pattern: /^[A-Z][A-Z0-9_]*$/,
    must: 'the name of a variable, such as SMTP_HOST',
    of: {
      kind: 'group',
      message: 'A variable',
      fields: {
        about: ABOUT,
        default: PLAIN,
        required: { kind: 'confirm', message: 'Does production refuse to start without it?', default: false },
        secret: { kind: 'confirm', message: 'Is it a secret? Production refuses to start without one', default: false },
        generate: {
          kind: 'confirm',
          message: 'Is a secret made by scripts/init-env.sh? Otherwise somebody else gives it out',
          default: true,
        },
      },
    },
  },
  environment: {
    kind: 'named',
    message: 'What the application reads under names of its own: "redis://:${REDIS_PASSWORD}@redis:6379/1"',
    default: {},
    pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
    must: 'the name of a variable, such as CELERY_BROKER_URL',
    of: {
      kind: 'text',
      message: 'Its value, in which ${NAME} is a variable of .env and $$ a dollar',
      pattern: /^([ -#%-~]|\$\$|\$\{[A-Z][A-Z0-9_]*\})*$/,
      must: 'plain characters, with ${NAME} for a variable and $$ for a dollar',
    },
  },
});
