import { expect } from 'vitest';
import type { Rendering } from '../support/rendering.js';
import { all, apart, binds, both, environment, inOrder, script, stage, type Row } from './row.js';

const builder = ({ dockerfile }: Rendering) => stage(dockerfile('backend/Dockerfile'), 'builder');
const runtime = ({ dockerfile }: Rendering) => stage(dockerfile('backend/Dockerfile'), 'runtime');
const development = ({ dockerfile }: Rendering) => dockerfile('backend/Dockerfile.dev');
const POETRY = { python: { packageManager: 'poetry' } };

/** S21 to S35: both Dockerfiles, and the one for development. */
export const images: readonly Row[] = [
  both('S21', 'front end: a stage builds dist/, nginx serves it, with a health check', ({ dockerfile }) => {
    const stages = dockerfile('frontend/Dockerfile');
    expect(stages.map(({ name }) => name)).toEqual(['builder', 'runtime']);
    inOrder(
      script(stages[0]!),
      /^COPY package\.json/,
      /^RUN npm ci/,
      /^COPY \. \.$/,
      /^RUN npm run build .*mv dist \/image\/content\/srv\/www/,
    );
    expect(script(stages[1]!)).toContain('COPY --from=builder /image/content/ /');
    expect(all(stages[1]!, 'HEALTHCHECK')[0]!.exec!.at(-1)).toMatch(/\/health$/);
  }),
  both('S22', 'backend: several stages, no root, dependencies before code, a health check', (it) => {
    expect(it.dockerfile('backend/Dockerfile').length).toBeGreaterThan(1);
    const lines = script(runtime(it));
    inOrder(lines, /^COPY --from=builder \/image\/packages\/ /, /^COPY src\//, /^USER \d+:\d+$/, /^HEALTHCHECK/);
  }),
  both('S23', 'backend: stages builder and runtime, both in /app', (it) => {
    for (const one of [builder(it), runtime(it)]) expect(all(one, 'WORKDIR').map(({ text }) => text)).toEqual(['/app']);
  }),
  apart('S24', 'system packages: none that is only recommended, and no lists left', {
    hardened: (it) => {
      expect(script(runtime(it)).join('\n')).not.toContain('apt-get');
      const asked = it.with({ services: { backend: { systemPackages: { build: ['gcc'], runtime: ['libmagic1'] } } } });
      expectPackages(asked, ['gcc'], ['libmagic1']);
    },
    plan: (it) => expectPackages(it, ['build-essential', 'libpq-dev', 'curl'], ['libpq5', 'curl']),
  }),
  both('S25', 'Poetry lives apart from the application, pinned, and asks nothing', (it) => {
    const stageOf = builder(it.with(POETRY));
    expect(script(stageOf)).toContainEqual(
      expect.stringMatching(/python -m venv (--without-pip )?\/opt\/poetry .*poetry==\d+\.\d+\.\d+$/),
    );
    expect(environment(stageOf).POETRY_NO_INTERACTION).toBe('1');
  }),
  apart('S26', 'lock files first, then the production dependencies without the project', {
    hardened: (it) => {
      inOrder(
        script(builder(it)),
        /^COPY pyproject\.toml uv\.lock /,
        /^RUN uv sync --locked --no-dev --no-install-project /,
      );
      const poetry = script(builder(it.with(POETRY)));
      inOrder(poetry, /^COPY pyproject\.toml poetry\.lock /, /poetry install --only=main --no-root /);
    },
    plan: (it) => {
      inOrder(script(builder(it)), /^COPY pyproject\.toml poetry\.lock /, /poetry install --only=main --no-root /);
    },
  }),
  both('S27', 'then alembic.ini, alembic/ and src/', (it) => {
    const lines = script(runtime(it));
    inOrder(
      lines,
      /^COPY --from=builder \/image\/packages\/ /,
      /^COPY alembic\.ini /,
      /^COPY alembic\/ /,
      /^COPY src\/ \.\/src\/$/,
    );
  }),
  apart('S28', 'it runs as appuser:appgroup', {
    hardened: (it) => expectUser(it, '10001:10001'),
    plan: (it) => expectUser(it, '1000:1000'),
  }),
  both('S29', 'dependencies come from the builder', (it) => {
    expect(script(runtime(it))).toContain('COPY --from=builder /image/packages/ /');
  }),
  both('S30', '/app/logs belongs to the user', (it) => {
    const { uid, gid } = it.stack.policy.user;
    const run = all(builder(it), 'RUN')[0]!.text;
    expect(run).toContain('/image/skeleton/app/logs');
    expect(run).toContain(`chown ${uid}:${gid} /image/skeleton/app/logs`);
    expect(script(runtime(it))[0]).toBe('COPY --from=builder /image/skeleton/ /');
  }),
  both('S31', 'PYTHONPATH, PYTHONDONTWRITEBYTECODE and PYTHONUNBUFFERED are set', (it) => {
    const wanted = { PYTHONPATH: '/app', PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1' };
    expect(environment(runtime(it))).toMatchObject(wanted);
    expect(environment(development(it)[0]!)).toMatchObject(wanted);
  }),
  both('S32', 'EXPOSE 8000', (it) => {
    expect(all(runtime(it), 'EXPOSE').map(({ text }) => text)).toEqual(['8000']);
  }),
  both('S33', 'HEALTHCHECK of /health: 30 s, 10 s, 40 s, 3 retries', (it) => {
    const [check] = all(runtime(it), 'HEALTHCHECK');
    expect(check!.flags).toMatchObject({ interval: '30s', timeout: '10s', 'start-period': '40s', retries: '3' });
    expect(check!.exec!.join(' ')).toContain(':8000/health');
  }),
  both('S34', 'CMD in exec form: uvicorn src.main:app on 0.0.0.0:8000', (it) => {
    const [cmd] = all(runtime(it), 'CMD');
    expect(cmd!.exec!.slice(0, 6)).toEqual(['uvicorn', 'src.main:app', '--host', '0.0.0.0', '--port', '8000']);
  }),
  both('S35', 'the image of development: one stage, all dependencies, the source mounted, --reload', (it) => {
    const stages = development(it);
    expect(stages).toHaveLength(1);
    expect(script(stages[0]!).join('\n')).toMatch(/(uv sync|poetry install) .*--all-groups/);
    expect(all(stages[0]!, 'CMD')[0]!.exec).toContain('--reload');
    expect(binds(it.dev.services.backend!)).toMatchObject([{ source: './learn-greek-easy-backend', target: '/app' }]);
  }),
];

function expectPackages(it: Rendering, build: readonly string[], run: readonly string[]): void {
  for (const [from, names] of [
    [builder(it), build],
    [runtime(it), run],
  ] as const) {
    const install = all(from, 'RUN').find(({ text }) => text.includes('apt-get install'))!.text;
    expect(install).toContain(`apt-get install -y --no-install-recommends ${names.join(' ')} `);
    expect(install).toContain('rm -rf /var/lib/apt/lists/*');
  }
}

function expectUser(it: Rendering, user: string): void {
  const [uid, gid] = user.split(':');
  const accounts = all(builder(it), 'RUN')[0]!.text;
  expect(accounts).toContain(`appuser:x:${uid}:${gid}:`);
  expect(accounts).toContain(`appgroup:x:${gid}:`);
  inOrder(script(runtime(it)), new RegExp(`^USER ${user}$`), /^CMD /);
}
