import { expect } from 'vitest';
import type { Rendering } from '../support/rendering.js';
import { STACK_FILE, swarmFile, swarmProblems } from '../support/swarm.js';
import { both, inOrder, ports, type Row } from './row.js';

const DOCUMENT = 'docs/docker-architecture.md';
const prose = ({ files }: Rendering): string =>
  files
    .filter(({ path }) => path.endsWith('.md'))
    .map(({ content }) => content)
    .join('\n');

/** What was wrong with the edge, with running it day by day, and with the documents. */
export const operationDefects: readonly Row[] = [
  both('D20', 'nginx has a configuration, and 443 is published only where something listens', (it) => {
    const secure = it.with({ tls: true });
    expect(ports(it.prod.services.frontend!)).toHaveLength(1);
    expect(it.text('frontend/nginx/nginx.conf')).not.toContain(' ssl');
    expect(ports(secure.prod.services.frontend!)).toHaveLength(2);
    const [, target] = ports(secure.prod.services.frontend!)[1]!.split(':');
    expect(secure.text('frontend/nginx/nginx.conf')).toMatch(new RegExp(`listen ${target} ssl `));
  }),
  both('D21', 'nginx asks again and again where the API is', ({ text }) => {
    const nginx = text('frontend/nginx/nginx.conf');
    expect(nginx).toMatch(/resolver 127\.0\.0\.11 valid=5s/);
    expect(nginx).toMatch(/zone api 64k;[\s\S]*server backend:8000 resolve/);
  }),
  both('D36', 'a rollout starts the new containers before it stops the old ones', ({ text, file }) => {
    expect(file('scripts/rollout.sh').executable).toBe(true);
    inOrder(
      text('scripts/rollout.sh').split('\n'),
      /^up --no-recreate --scale "backend=/,
      /^wait_until_ready$/,
      /^for id in \$old; do$/,
      /^ {4}docker stop "\$id"/,
    );
  }),
  both('D37', 'a backup is checked when it is made, and can be restored', ({ text, file }) => {
    for (const path of ['scripts/backup.sh', 'scripts/restore.sh']) expect(file(path).executable, path).toBe(true);
    inOrder(
      text('scripts/backup.sh').split('\n'),
      /pg_dump --format=custom/,
      /pg_restore --file=\/dev\/null/,
      /sha256sum/,
    );
    inOrder(
      text('scripts/restore.sh').split('\n'),
      /sha256sum </,
      /pg_restore --file=\/dev\/null/,
      /^BEGIN;/,
      /printf 'COMMIT;/,
    );
  }),
  both('D38', 'no command of the past: docker-compose, docker scan', ({ files }) => {
    for (const { path, content } of files)
      expect(content, path).not.toMatch(/docker-compose (-f|up|down|exec|logs|build|pull|ps|run)\b|docker scan\b/);
  }),
  both('D40', 'the documents come from the same model as the files', (it) => {
    const other = it.with({
      network: { subnet: '10.55.0.0/16' },
      services: {
        frontend: { port: 8088 },
        backend: { port: 8123, healthPath: '/readyz' },
        postgres: { devPort: 15432, limits: { production: { memory: '1536M' } } },
      },
    });
    for (const fact of ['10.55.', '8088', '8123', '/readyz', '15432', '1536']) {
      expect(prose(it), fact).not.toContain(fact);
      expect(other.text(DOCUMENT), fact).toContain(fact);
    }
  }),
  both('D41', 'what restarts an unhealthy container looks at every one that has a health check', (it) => {
    expect(it.file('scripts/restart-unhealthy.sh').executable).toBe(true);
    expect(it.text('scripts/restart-unhealthy.sh')).toContain('health=unhealthy');
    for (const stack of [it, it.with({ services: { 'celery-beat': false, postgres: false, migrate: false } })]) {
      const { containers } = stack.stack.environments.production;
      const checked = containers.filter(({ healthcheck }) => healthcheck !== 'none');
      expect(checked.map(({ id }) => id)).toEqual(expect.arrayContaining(['backend', 'celery-worker', 'redis']));
      const watched = /^services='(.*)'$/m.exec(stack.text('scripts/restart-unhealthy.sh'))![1]!.split(' ');
      expect(watched.toSorted()).toEqual(checked.map(({ id }) => id).toSorted());
      // What others wait for comes before them.
      for (const { id, dependsOn } of checked)
        for (const { service, until } of dependsOn)
          if (until === 'healthy') expect(watched.indexOf(service), id).toBeLessThan(watched.indexOf(id));
      // Docker's own restarts act on what ends: each of these has them.
      for (const id of watched) expect(stack.prod.services[id]!.restart, id).toBe('unless-stopped');
    }
    expect(prose(it)).toContain('scripts/restart-unhealthy.sh');
  }),
  both('D42', 'Swarm gets a file of its own, without anything that it refuses or ignores', (it) => {
    const swarm = it.with({ target: 'swarm' });
    const text = swarm.text(STACK_FILE);
    expect(swarmProblems(text)).toEqual([]);
    const { services, networks } = swarmFile(text);
    expect(Object.keys(services).toSorted()).toEqual(Object.keys(swarm.prod.services).toSorted());
    expect(services.migrate!.deploy.mode).toBe('replicated-job');
    expect(services.backend!.deploy.update_config).toMatchObject({ order: 'start-first', failure_action: 'rollback' });
    for (const { environment = {}, command = [] } of Object.values(services))
      expect(JSON.stringify([environment, command])).not.toMatch(/\$\{\w*(KEY|PASSWORD)\b/);
    if (it.stack.policy.isolateData) expect(networks.data).toEqual({ driver: 'overlay', internal: true });
    expect(it.paths).not.toContain(STACK_FILE);
    expect(prose(it)).toMatch(/Swarm/);
  }),
];
