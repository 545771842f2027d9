import type { StarterFlag } from './starter.js';

/** What the starter of the API imports, each with the flags without which it does not. */
const APPLICATION: readonly (readonly [requirement: string, ...flags: StarterFlag[]])[] = [
  ['alembic>=1.17', 'migrate'],
  ['asyncpg>=0.31', 'postgres'],
  ['celery[redis]>=5.7', 'worker'],
  ['fastapi>=0.150'],
  ['pydantic-settings>=2.12'],
  ['redis>=5.2.1', 'redis'],
  ['sqlalchemy[asyncio]>=2.0.45', 'postgres'],
  ['uvicorn[standard]>=0.38'],
];

/** What its tests and checks need. */
export const DEVELOPMENT: readonly string[] = ['debugpy>=1.8.17', 'httpx2>=2.0', 'pytest>=9', 'ruff>=0.14'];

export function packages(has: Readonly<Record<StarterFlag, boolean>>): readonly string[] {
  return APPLICATION.filter(([, ...flags]) => flags.every((flag) => has[flag])).map(([requirement]) => requirement);
}
