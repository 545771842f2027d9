// Folders that an application writes to, which a read-only root file system would refuse.
import { describe, expect, it } from 'vitest';
import { mistakesOf } from '../support/mistakes.js';
import { rendering } from '../support/rendering.js';

const project = (backend: object) => rendering({ name: 'shop', services: { backend } });
const RUNS = ['backend', 'migrate', 'celery-worker', 'celery-beat'];

describe('a folder that is written to', () => {
  const it_ = project({
    writable: ['cache', '/var/cache/shop', 'logs'],
    persistent: { 'media/uploads': {}, '/data/reports': { volume: 'old_reports' } },
  });

  it('is in memory for as long as the container runs, once, and belongs to its user', () => {
    for (const id of RUNS)
      expect(it_.prod.services[id]!.tmpfs).toEqual([
        '/tmp:size=64m,mode=1777',
        '/app/logs:size=16m,mode=0755,uid=10001,gid=10001',
        '/app/cache:size=64m,mode=0755,uid=10001,gid=10001',
        '/var/cache/shop:size=64m,mode=0755,uid=10001,gid=10001',
      ]);
  });

  it('is a volume where it stays, which all that runs the image share', () => {
    for (const id of RUNS)
      expect(it_.prod.services[id]!.volumes).toEqual([
        'backend-media-uploads:/app/media/uploads',
        'backend-data-reports:/data/reports',
      ]);
    expect(it_.prod.volumes).toMatchObject({
      'backend-media-uploads': {},
      'backend-data-reports': { name: 'old_reports', external: true },
    });
  });

  it('is made in the image for its user, who then owns the volume too, and brings no content', () => {
    expect(it_.text('backend/Dockerfile')).toMatch(
      /chown 10001:10001 \/image\/skeleton\/app\/logs \/image\/skeleton\/app\/cache .*\/image\/skeleton\/data\/reports/,
    );
    expect(it_.text('backend/.dockerignore').split('\n').slice(-4)).toEqual(['cache', 'logs', 'media/uploads', '']);
  });

  it('is in the mounted source in development, or a folder that whoever runs it may write to', () => {
    expect(it_.dev.services.backend!.volumes).toEqual([
      'backend-data-reports:/data/reports',
      expect.objectContaining({ target: '/app' }),
    ]);
    expect(it_.text('backend/Dockerfile.dev')).toContain('chmod 1777 /var/cache/shop /data/reports');
  });

  it('is on one node of a swarm, where all that share it run', () => {
    const services = { backend: { persistent: { uploads: {} } } };
    const it_ = rendering({ name: 'shop', target: 'swarm', swarm: { nodes: 3 }, registry: 'r.example', services });
    const labels = it_.text('docker-stack.yml').match(/node\.labels\.shop-swarm\.(backend|celery-worker|migrate) /g);
    expect(new Set(labels)).toEqual(new Set(['node.labels.shop-swarm.backend ']));
  });

  it('stays even where logs do', () => {
    const { prod } = project({ persistent: { logs: {} } });
    expect(prod.services.backend!.tmpfs).toEqual(['/tmp:size=64m,mode=1777']);
    expect(prod.services.backend!.volumes).toEqual(['backend-logs:/app/logs']);
  });

  it.each(['src', '/app', '/app/src', '/etc/shop', '/tmp/x', '/var', '/usr/share/shop'])(
    'is refused where it would hide the code or the system: %s',
    (path) => {
      expect(mistakesOf({ services: { backend: { writable: [path] } } })).toContain(
        'writable-path at services.backend.writable: ',
      );
      expect(mistakesOf({ services: { backend: { persistent: { [path]: {} } } } })).toContain(
        'writable-path at services.backend.persistent: ',
      );
    },
  );

  it.each(['../x', 'a/../b', '/', 'a b', 'a:b', './a'])('leaves its place nowhere: %s', (path) => {
    expect(mistakesOf({ services: { backend: { writable: [path] } } })).toMatch(/^invalid-value at /);
  });

  it.each(['src/uploads', '.cache', '/var/lib/shop', '/srv/files'])('may be %s', (path) => {
    expect(mistakesOf({ services: { backend: { writable: [path] } } })).toBe('');
  });
});

describe('a root file system that may be written', () => {
  it('is so for all that runs the image, and for nothing else', () => {
    const { prod } = project({ readOnly: false });
    const writable = Object.entries(prod.services).filter(([, { read_only }]) => !read_only);
    expect(writable.map(([id]) => id).toSorted()).toEqual([...RUNS].toSorted());
  });

  it('is told, where the preset has it otherwise', () => {
    const options = { services: { backend: { readOnly: false } } };
    expect(mistakesOf(options)).toMatch(/^warning writable-root at services\.backend\.readOnly: /);
    expect(mistakesOf({ ...options, preset: 'plan' })).toBe('');
  });
});
