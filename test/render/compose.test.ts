import { describe, expect, it } from 'vitest';
import { mistakesOf } from '../support/mistakes.js';
import { rendering, DEVELOPMENT, PRODUCTION, type Rendering } from '../support/rendering.js';

const shop = (options: object = {}): Rendering => rendering({ name: 'shop', ...options });
/** A block of a Compose file, from its key to the next one of its level. */
function block(text: string, key: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trimEnd() === key || line.startsWith(`${key} `));
  const indent = /^ */.exec(lines[start]!)![0].length;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line !== '' && /^ */.exec(line)![0].length <= indent);
  return [lines[start], ...rest.slice(0, end === -1 ? undefined : end)].join('\n').trimEnd();
}

describe('a Compose file', () => {
  it('begins with what it is, and where it comes from', () => {
    expect(shop().text(PRODUCTION).split('\n---\n')[0]).toMatchInlineSnapshot(`
      "# Shop: production. Start it with: docker compose -f docker-compose.prod.yml up -d --wait
      # Written by create-lge-stack from lge.stack.json: change it there and run \`npx projen\`.
      # What you edit here yourself is never overwritten."
    `);
    expect(shop().text(DEVELOPMENT).split('\n')[0]).toMatchInlineSnapshot(
      `"# Shop: development. Start it with: docker compose up -d --wait"`,
    );
  });

  it('includes files of the user, in the environment that they are named for', () => {
    const include = { development: ['compose.mail.yaml'], production: ['more/compose.yml'] };
    const it = shop({ include });
    expect(it.text(DEVELOPMENT)).toMatch(/^include:\n {2}- \.\/compose\.mail\.yaml$/m);
    expect(it.text(PRODUCTION)).toMatch(/^include:\n {2}- \.\/more\/compose\.yml$/m);
    expect(shop().text(PRODUCTION)).not.toContain('include:');
    expect(mistakesOf({ include: { production: ['../x.yml'] } })).toMatch(/^invalid-value at include\.production: /);
    expect(mistakesOf({ target: 'swarm', include })).toContain('warning swarm-include at include.production: ');
  });

  it('says once what every service has', () => {
    expect(block(shop().text(PRODUCTION), 'x-defaults: &defaults')).toMatchInlineSnapshot(`
      "x-defaults: &defaults
        restart: unless-stopped
        # Docker keeps logs for ever otherwise.
        logging:
          driver: json-file
          options:
            max-size: 10m
            max-file: "3"
        cap_drop:
          - ALL
        # Passes signals on and reaps children that are left behind.
        init: true
        security_opt:
          - no-new-privileges:true"
    `);
    expect(block(shop({ preset: 'plan' }).text(PRODUCTION), 'x-defaults: &defaults')).toMatchInlineSnapshot(`
      "x-defaults: &defaults
        restart: unless-stopped"
    `);
  });

  it('says why things are as they are, beside them', () => {
    expect(block(shop().text(PRODUCTION), '  redis:')).toMatchInlineSnapshot(`
      "  redis:
          image: redis:7.4.11-alpine
          volumes:
            - redis-data:/data
          # redis-cli reads its password from here.
          environment:
            REDISCLI_AUTH: *REDIS_PASSWORD
          networks:
            - data
          # The password comes through standard input, where no list of processes shows it.
          command:
            - sh
            - -c
            - |
              exec docker-entrypoint.sh redis-server - \\
                --appendonly yes \\
                --maxmemory 128mb \\
                --maxmemory-policy volatile-lru <<END
              requirepass "$$REDISCLI_AUTH"
              END
          healthcheck:
            test:
              - CMD
              - redis-cli
              - -e
              - ping
            interval: 30s
            timeout: 5s
            retries: 2
            start_period: 20s
            start_interval: 500ms
          # redis in the Alpine image.
          user: 999:1000
          <<: *defaults
          deploy:
            resources:
              limits:
                cpus: "0.25"
                memory: 256M
                pids: 256
          memswap_limit: 256M
          read_only: true
          stop_grace_period: 30s
          tmpfs:
            - /tmp:size=16m,mode=1777"
    `);
  });

  it('has no more than the plan has with its preset', () => {
    expect(block(shop({ preset: 'plan' }).text(PRODUCTION), '  redis:')).toMatchInlineSnapshot(`
      "  redis:
          image: redis:7-alpine
          container_name: shop-redis
          volumes:
            - redis_data:/data
          networks:
            - shop-network
          command:
            - redis-server
            - --appendonly
            - "yes"
            - --maxmemory
            - 128mb
            - --maxmemory-policy
            - volatile-lru
          healthcheck:
            test:
              - CMD
              - redis-cli
              - -e
              - ping
            interval: 10s
            timeout: 5s
            retries: 3
            start_period: 10s
          <<: *defaults
          deploy:
            resources:
              limits:
                cpus: "0.25"
                memory: 256M"
    `);
  });

  it('mounts the source in development', () => {
    expect(block(block(shop().text(DEVELOPMENT), '  frontend:'), '    volumes:')).toMatchInlineSnapshot(`
      "    volumes:
            - type: bind
              source: ./shop-frontend/src
              target: /app/src
              bind:
                create_host_path: false
            - type: bind
              source: ./shop-frontend/public
              target: /app/public
              bind:
                create_host_path: false"
    `);
  });

  it('names networks and volumes by the project, unless the preset fixes them', () => {
    const { text } = shop({ network: { subnet: '10.7.0.0/16' } });
    expect(block(text(PRODUCTION), 'networks:')).toMatchInlineSnapshot(`
      "networks:
        # Without a way out or in: only the services on it reach each other.
        data:
          driver: bridge
          internal: true
          ipam:
            config:
              - subnet: 10.7.128.0/17
        # Requests come in and calls to the outside go out.
        edge:
          driver: bridge
          ipam:
            config:
              - subnet: 10.7.0.0/17"
    `);
    expect(block(text(DEVELOPMENT), 'networks:')).not.toContain('10.7.');
    expect(block(shop({ preset: 'plan' }).text(PRODUCTION), 'networks:')).toMatchInlineSnapshot(`
      "networks:
        shop-network:
          name: shop-network
          driver: bridge"
    `);
  });

  it('pulls from a registry where there is one', () => {
    const { prod, dev } = shop({ registry: 'ghcr.io/acme' });
    expect(prod.services.backend!.image).toMatch(/^ghcr\.io\/acme\/shop-backend:\$\{IMAGE_TAG:\?/);
    expect(prod.services.backend!.pull_policy).toBe('missing');
    expect(dev.services.backend!.image).toBe('shop-backend:development');
    expect(dev.services.backend!.pull_policy).toBe('never');
  });

  it('needs no shared environment where nothing of the application is', () => {
    const services = {
      backend: false,
      migrate: false,
      'celery-worker': false,
      'celery-beat': false,
      'backend-debug': false,
      redis: false,
    };
    const { text, prod } = shop({ services });
    expect(text(PRODUCTION)).not.toContain('x-application');
    expect(Object.keys(prod.services)).toEqual(['frontend', 'postgres']);
  });

  it('keeps no data of a Redis that need not', () => {
    const { prod } = shop({ services: { redis: { persist: false } } });
    expect(prod.services.redis!.volumes).toBeUndefined();
    expect(prod.services.redis!.tmpfs).toContain('/data:size=16m,mode=0755,uid=999,gid=1000');
    expect(Object.keys(prod.volumes!)).toEqual(['postgres-data']);
  });
});
