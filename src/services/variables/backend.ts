import type { ServiceContext } from '../../model/service.js';
import type { Variable } from '../../model/variable.js';
import { VITE_PORT } from '../application.js';
import type { questions } from '../questions/backend.js';
import { questions as frontend } from '../questions/frontend.js';

type Context = Pick<ServiceContext<typeof questions>, 'answers' | 'stack'>;

// Bytes, as many as the hash that signs with it has.
export const KEY_LENGTH = 32;

/** Where pages of development come from: the front end's own port, and those of programs that start one by themselves. */
function developmentOrigins({ get }: Context['stack']): string {
  const port = get({ id: 'frontend', questions: frontend })?.devPort ?? 80;
  const ports = [...new Set([port, 3000, VITE_PORT])];
  return ports.map((one) => `http://localhost${one === 80 ? '' : `:${one}`}`).join(',');
}

const KEYS: readonly Variable[] = [
  {
    name: 'SECRET_KEY',
    section: 'Security',
    about: 'Signs what leaves the application and comes back. 32 bytes or more: openssl rand -hex 32',
    secret: true,
    minimumLength: KEY_LENGTH,
    development: 'development-secret-key-that-production-refuses',
    production: { kind: 'required', example: '' },
  },
  {
    name: 'JWT_SECRET_KEY',
    section: 'Security',
    about: 'Signs access tokens; not the same as SECRET_KEY. 32 bytes or more: openssl rand -hex 32',
    secret: true,
    minimumLength: KEY_LENGTH,
    development: 'development-jwt-key-that-production-refuses',
    production: { kind: 'required', example: '' },
  },
];

export function variables({ answers: { apiPrefix }, stack }: Context): readonly Variable[] {
  return [
    {
      name: 'LOG_LEVEL',
      section: 'Application',
      about: 'debug, info, warning or error.',
      development: 'info',
      production: { kind: 'optional', fallback: 'info' },
    },
    ...KEYS,
    {
      name: 'CORS_ORIGINS',
      section: 'CORS',
      about:
        'Other origins, separated by commas, whose pages may call the API. The front end needs none: it is on the same one.',
      development: developmentOrigins(stack),
      production: { kind: 'optional', fallback: '' },
    },
    {
      name: 'API_V1_PREFIX',
      section: 'API',
      about:
        'Path under which the API is reached. nginx passes it on: change services.backend.apiPrefix in lge.stack.json.',
      development: apiPrefix,
      production: { kind: 'optional', fallback: apiPrefix },
    },
  ];
}
