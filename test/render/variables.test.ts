// Variables that the application has of its own, and names of its own for what the stack has.
import { describe, expect, it } from 'vitest';
import { from, namesIn, parts } from '../../src/model/variable.js';
import { mistakesOf } from '../support/mistakes.js';
import { rendering } from '../support/rendering.js';

const variables = {
  SMTP_HOST: { about: 'Where mail goes.', default: 'localhost', required: true },
  SMTP_PASSWORD: { secret: true, generate: false },
  SESSION_KEY: { secret: true },
  PAGE_SIZE: { default: '25' },
};
const APPLICATION = ['backend', 'migrate', 'celery-worker', 'celery-beat'];

describe("the application's own variables", () => {
  const it_ = rendering({ name: 'shop', variables });

  it('reach every container of the application, and no other', () => {
    for (const { services } of [it_.prod, it_.dev])
      for (const [id, { environment = {} }] of Object.entries(services)) {
        const all = Object.keys(variables).filter((name) => name in environment);
        expect([id, all]).toEqual([
          id,
          APPLICATION.includes(id) || id === 'backend-debug' ? Object.keys(variables) : [],
        ]);
      }
  });

  it('are refused by production where they are needed, and have their default in development', () => {
    expect(it_.prod.services.backend!.environment).toMatchObject({
      SMTP_HOST: '${SMTP_HOST:?run init-env.sh production}',
      SMTP_PASSWORD: '${SMTP_PASSWORD:?run init-env.sh production}',
      SESSION_KEY: '${SESSION_KEY:?run init-env.sh production}',
      PAGE_SIZE: '${PAGE_SIZE:-25}',
    });
    expect(it_.dev.services.backend!.environment).toMatchObject({
      SMTP_HOST: '${SMTP_HOST:-localhost}',
      SMTP_PASSWORD: '${SMTP_PASSWORD:-development-smtp-password}',
      PAGE_SIZE: '${PAGE_SIZE:-25}',
    });
  });

  it('are in .env.example, in a section of their own', () => {
    const own = it_.env.filter(({ section }) => section === 'Your application');
    expect(own.map(({ name, value, commented, about }) => [name, value, commented, about])).toEqual([
      ['SMTP_HOST', '', false, 'Where mail goes.'],
      ['SMTP_PASSWORD', '', false, 'Read by the application.'],
      ['SESSION_KEY', '', false, 'Read by the application.'],
      ['PAGE_SIZE', '25', true, 'Read by the application.'],
    ]);
  });

  it('are none that the stack brings', () => {
    expect(mistakesOf({ variables: { SECRET_KEY: {} } })).toMatch(/^variable-clash at variables\.SECRET_KEY: /);
  });

  it('have names, and nothing unknown in them', () => {
    expect(mistakesOf({ variables: { 'a-b': {}, OK: { secrt: true }, NO: 1 } })).toMatchInlineSnapshot(`
      "invalid-value at variables.a-b: "a-b" is no name here. It must be the name of a variable, such as SMTP_HOST.
      unknown-key at variables.OK.secrt: There is no such option. Did you mean "secret"?
      invalid-value at variables.NO: 1 is not valid here. It must be an object."
    `);
    expect(mistakesOf({ variables: ['A'] })).toContain('invalid-value at variables: ["A"] is not valid here.');
  });
});

describe('a name of its own', () => {
  const environment = {
    CELERY_BROKER_URL: 'redis://:${REDIS_PASSWORD}@redis:6379/1',
    DATABASE_URL: 'postgresql://${POSTGRES_USER}@postgres/${POSTGRES_DB}',
    PRICE: '5$$',
  };

  it('is made of the variables of the stack, and goes over what the stack gives', () => {
    const { prod, dev } = rendering({ name: 'shop', environment });
    expect(prod.services.backend!.environment).toMatchObject({
      CELERY_BROKER_URL: 'redis://:${REDIS_PASSWORD:?}@redis:6379/1',
      DATABASE_URL: 'postgresql://${POSTGRES_USER:?}@postgres/${POSTGRES_DB:?}',
      PRICE: '5$$',
    });
    expect(dev.services.backend!.environment).toMatchObject({
      CELERY_BROKER_URL: 'redis://:development-redis-password@redis:6379/1',
      DATABASE_URL: 'postgresql://shop@postgres/shop',
    });
  });

  it('leaves no variable in .env.example that nothing reads any more', () => {
    expect(rendering({ name: 'shop', environment }).env.map(({ name }) => name)).not.toContain('DATABASE_URL');
  });

  it.each([
    [
      '${REDIS_PASSWRD}',
      'unknown-variable at environment.X: There is no variable REDIS_PASSWRD. Did you mean ${REDIS_PASSWORD}?',
    ],
    [
      '${NOBODY_KNOWS_IT}',
      'unknown-variable at environment.X: There is no variable NOBODY_KNOWS_IT. Write NOBODY_KNOWS_IT under',
    ],
    ['a $ b', 'invalid-value at environment.X: "a $ b" is not valid here. It must be plain characters'],
  ])('made of %s is told', (text, told) => {
    expect(mistakesOf({ environment: { X: text } })).toContain(told);
  });

  it('holds no secret in the open on Swarm', () => {
    expect(mistakesOf({ target: 'swarm', environment })).toContain(
      'swarm-secret-in-value at environment.CELERY_BROKER_URL: ',
    );
    expect(mistakesOf({ target: 'swarm', environment: { A: '${LOG_LEVEL}' } })).not.toContain('swarm-secret-in-value');
  });
});

it.each([
  ['', []],
  ['plain', ['plain']],
  ['${A}', [from('A')]],
  ['a${A}${B}b$$${C}', ['a', from('A'), from('B'), 'b', '$', from('C')]],
  ['$${A}', ['$', '{A}']],
])('%j is taken apart', (text, wanted) => {
  const value = parts(text);
  expect(value).toEqual({ parts: wanted });
  expect(namesIn(value)).toEqual([...text.replaceAll('$$', '').matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
});
