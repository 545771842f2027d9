import { expect } from 'vitest';
import type { Rendering } from '../support/rendering.js';
import { all, apart, both, environment, script, services, stage, type Row } from './row.js';

const runtime = ({ dockerfile }: Rendering) => stage(dockerfile('backend/Dockerfile'), 'runtime');
const lines = (it: Rendering): string => it.dockerfile('backend/Dockerfile').flatMap(script).join('\n');
const POETRY = { python: { packageManager: 'poetry' } };

/** What was wrong with the Dockerfiles, and with what runs in them. */
export const imageDefects: readonly Row[] = [
  both(
    'D17',
    'ready means that the database and Redis are reached: 503 otherwise; alive is asked apart',
    ({ text }) => {
      const health = text('backend/src/api/v1/health.py');
      expect(health).toContain('@router.get("/health/live")');
      expect(health).toContain('response.status_code = 200 if is_ready else 503');
      const checks = text('backend/src/checks.py');
      expect(checks).toContain('text("SELECT 1")');
      expect(checks).toContain('cache.ping()');
    },
  ),
  both('D18', 'the path of the health check is said once', (it) => {
    const other = it.with({ services: { backend: { healthPath: '/readyz', port: 9000 } } });
    expect(other.prod.services.backend!.healthcheck!.test!.at(-1)).toContain(':9000/readyz');
    expect(all(runtime(other), 'HEALTHCHECK')[0]!.text).toContain(':9000/readyz');
    expect(other.text('backend/src/api/v1/health.py')).toContain('@router.get("/readyz")');
    expect(other.text('backend/src/api/v1/health.py')).not.toContain('"/health")');
  }),
  apart('D22', 'nothing starts as root', {
    hardened: ({ dockerfile, prod, dev, text }) => {
      const user = all(stage(dockerfile('backend/Dockerfile'), 'runtime'), 'USER').at(-1)!.text;
      expect(user).toBe('10001:10001');
      expect(stage(dockerfile('frontend/Dockerfile'), 'runtime').image).toContain('unprivileged');
      for (const file of [prod, dev]) {
        expect(file.services.postgres!.user).toBe('70:70');
        expect(file.services.redis!.user).toBe('999:1000');
      }
      // In development they become the owner of the mounted source.
      expect(text('backend/dev-entrypoint')).toContain('os.setuid(owner.st_uid)');
      expect(text('frontend/dev-entrypoint')).toContain('owner');
    },
    plan: ({ prod, text }) => {
      expect(prod.services.postgres!.user).toBeUndefined();
      expect(text('frontend/nginx/nginx.conf')).toMatch(/^user nginx;$/m);
    },
  }),
  apart('D23', 'containers are locked down, and the data has a network of its own', {
    hardened: ({ prod }) => {
      for (const [id, service] of services(prod)) {
        expect(service.read_only, id).toBe(true);
        expect(service.tmpfs, id).toContainEqual(expect.stringMatching(/^\/tmp:size=\d+m,mode=1777$/));
        expect(service.cap_drop, id).toEqual(['ALL']);
        expect(service.cap_add, id).toBeUndefined();
        expect(service.security_opt, id).toEqual(['no-new-privileges:true']);
        expect(service.deploy.resources.limits.pids, id).toBe(256);
      }
      expect(prod.networks.data!.internal).toBe(true);
      expect(prod.networks.edge!.internal).toBeUndefined();
      const on = (name: string) =>
        services(prod)
          .filter(([, { networks }]) => networks.includes(name))
          .map(([id]) => id);
      expect(on('edge')).toEqual(['backend', 'celery-worker', 'frontend']);
      expect(on('data')).toEqual(['backend', 'celery-beat', 'celery-worker', 'migrate', 'postgres', 'redis']);
    },
    plan: ({ prod }) => {
      for (const [id, service] of services(prod))
        expect([service.read_only, service.cap_drop, service.security_opt], id).toEqual([
          undefined,
          undefined,
          undefined,
        ]);
      expect(Object.keys(prod.networks)).toEqual(['learn-greek-network']);
    },
  }),
  both('D24', 'Poetry is one that knows [project] and Python 3.14', (it) => {
    const [, major, minor] = /poetry==(\d+)\.(\d+)\.\d+/.exec(lines(it.with(POETRY)))!;
    expect(Number(major) + Number(minor) / 100).toBeGreaterThanOrEqual(2.02);
    expect(it.with(POETRY).text('backend/pyproject.toml')).toMatch(/^\[project\]$/m);
  }),
  both('D25', 'the image of development installs without the project, into an environment of its own', (it) => {
    const dev = script(it.with(POETRY).dockerfile('backend/Dockerfile.dev')[0]!).join('\n');
    expect(dev).toMatch(/python -m venv --without-pip \/opt\/venv .*poetry install --all-groups --no-root/);
    const uv = script(it.with({ python: { packageManager: 'uv' } }).dockerfile('backend/Dockerfile.dev')[0]!).join(
      '\n',
    );
    expect(uv).toMatch(/uv sync --locked --all-groups --no-install-project/);
    expect(uv).toContain('UV_PROJECT_ENVIRONMENT=/opt/venv');
  }),
  both('D26', 'one environment is copied, not the site-packages and programs of the system', (it) => {
    const copies = script(runtime(it)).filter((line) => line.startsWith('COPY --from='));
    expect(copies).toEqual(['COPY --from=builder /image/skeleton/ /', 'COPY --from=builder /image/packages/ /']);
  }),
  apart('D27', 'bytecode is made in the build', {
    hardened: (it) => {
      expect(lines(it)).toContain('/root/compile_packages.py /opt/venv/lib /root/.cache/bytecode');
      expect(it.text('backend/compile_packages.py')).toContain('UNCHECKED_HASH');
    },
    plan: (it) => {
      expect(lines(it)).not.toContain('compile_packages');
      expect(it.paths.filter((path) => path.endsWith('compile_packages.py'))).toEqual([]);
    },
  }),
  apart('D28', 'no curl, no libpq, a fixed account, and code that the application cannot change', {
    hardened: (it) => {
      expect(script(runtime(it)).join('\n')).not.toMatch(/curl|libpq|apt-get/);
      expectFixed(it);
    },
    plan: (it) => {
      expect(script(runtime(it)).join('\n')).toMatch(/libpq5 curl/);
      expectFixed(it);
    },
  }),
  both('D29', 'no secret reaches a build context', ({ text }) => {
    for (const path of ['frontend/.dockerignore', 'backend/.dockerignore'])
      expect(text(path).split('\n'), path).toEqual(expect.arrayContaining(['**/.env', '**/.env.*']));
    expect(text('backend/.dockerignore').split('\n')).toContain('*');
  }),
  apart('D30', 'images are pinned, and may be pinned by digest; Node is a supported one', {
    hardened: (it) => {
      const bases = ['frontend', 'backend'].flatMap((part) =>
        it.dockerfile(`${part}/Dockerfile`).map(({ image }) => image),
      );
      const pulled = services(it.prod)
        .map(([, { image }]) => image)
        .filter((image) => !image.startsWith('learn-'));
      for (const image of [...bases, ...pulled]) expect(image).toMatch(/:\d+\.\d+/);
      const digest = `postgres:16.15-alpine@sha256:${'0'.repeat(64)}`;
      expect(it.with({ images: { postgres: digest } }).prod.services.postgres!.image).toBe(digest);
    },
    plan: ({ dockerfile }) => {
      expect(stage(dockerfile('frontend/Dockerfile'), 'builder').image).toBe('node:24-alpine');
      expect(stage(dockerfile('frontend/Dockerfile'), 'runtime').image).toBe('nginx:alpine');
    },
  }),
  apart('D32', 'the API believes what the edge says of the client, and nobody else', {
    hardened: (it) => {
      expectProxy(it, '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16');
      // The edge is in the first half of a subnet.
      expectProxy(it.with({ network: { subnet: '172.28.0.0/16' } }), '172.28.0.0/17');
    },
    plan: (it) => expectProxy(it, '172.28.0.0/16'),
  }),
];

function expectFixed(it: Rendering): void {
  expect(all(runtime(it), 'HEALTHCHECK')[0]!.exec![0]).toBe('/usr/local/bin/healthcheck');
  expect(it.text('backend/healthcheck')).toMatch(/^#!\/bin\/bash\n/);
  for (const { flags, text } of all(runtime(it), 'COPY')) expect(flags.chown, text).toBeUndefined();
  expect(all(runtime(it), 'USER').map(({ text }) => text)).toEqual([expect.stringMatching(/^\d+:\d+$/)]);
}

function expectProxy(it: Rendering, trusted: string): void {
  expect(environment(runtime(it)).FORWARDED_ALLOW_IPS).toBe(trusted);
  const cmd = all(runtime(it), 'CMD')[0]!.exec!;
  expect(cmd).toContain('--proxy-headers');
  expect(cmd[cmd.indexOf('--timeout-graceful-shutdown') + 1]).toBe('25');
  expect(it.text('frontend/nginx/nginx.conf')).toContain('proxy_set_header X-Forwarded-For $remote_addr;');
}
