import { expect, it } from 'vitest';
import { rendering } from '../support/rendering.js';

const nginx = (options: object) => rendering({ name: 'shop', ...options }).text('frontend/nginx/nginx.conf');
const of = (answers: object, more: object = {}) => nginx({ ...more, services: { frontend: answers } });
const API_OFF = {
  backend: false,
  postgres: false,
  redis: false,
  migrate: false,
  'celery-worker': false,
  'celery-beat': false,
  'backend-debug': false,
};

it.each<[what: string, text: string, has: readonly string[], lacks: readonly string[]]>([
  [
    'by default',
    nginx({}),
    ['listen 8080 default_server;', 'server_name _;', 'worker_processes 1;', 'client_max_body_size 10m;'],
    ['ssl', 'user nginx', 'Strict-Transport'],
  ],
  ['with root', nginx({ preset: 'plan' }), ['user nginx;', 'listen 80 default_server;'], ['8080']],
  ['a domain', nginx({ domain: 'shop.example.com' }), ['server_name shop.example.com;'], []],
  [
    'TLS',
    nginx({ tls: true }),
    ['listen 8443 ssl default_server;', 'return 301 https://$host$request_uri;', 'max-age=31536000'],
    [],
  ],
  ['TLS on another port', of({ tlsPort: 4443 }, { tls: true }), ['return 301 https://$host:4443$request_uri;'], []],
  ['TLS without HSTS', of({ hstsSeconds: 0 }, { tls: true }), ['max-age=0'], []],
  ['no API', nginx({ services: API_OFF }), ['try_files $uri /index.html;'], ['upstream api', 'proxy_pass', 'resolver']],
  [
    'an API elsewhere',
    nginx({ services: { backend: { port: 9000, apiPrefix: '/v2' } } }),
    ['server backend:9000 resolve', 'location ^~ /v2/ {'],
    ['/api/v1'],
  ],
  ['no WebSockets', of({ websocket: false }), ['proxy_set_header Connection "";'], ['Upgrade', 'connection_header']],
  ['WebSockets', nginx({}), ['proxy_set_header Upgrade $http_upgrade;', 'map $http_upgrade $connection_header'], []],
  ['larger requests', of({ uploadLimit: '2G' }), ['client_max_body_size 2g;', 'larger than 2g.'], []],
  [
    'another policy',
    of({ csp: "default-src 'none'" }),
    [`Content-Security-Policy "default-src 'none'" always`],
    ['img-src'],
  ],
  [
    'a proxy in front',
    of({ trustedProxies: ['10.0.0.0/8', '2001:db8::1'] }),
    ['set_real_ip_from 10.0.0.0/8;', 'set_real_ip_from 2001:db8::1;', '        10.0.0.0/8 1;'],
    [],
  ],
  ['no proxy in front', nginx({}), ['map $scheme $client_scheme'], ['set_real_ip_from', 'behind_proxy']],
  ['JSON logs', nginx({}), ['log_format main escape=json'], []],
  ['plain logs', nginx({ logs: { format: 'plain' } }), ["log_format main '$remote_addr"], ['escape=json']],
  ['more processors', of({ limits: { production: { cpus: 2.5 } } }), ['worker_processes 3;'], []],
  [
    'another health path',
    of({ healthPath: '/up' }, { tls: true }),
    ['location = /up {', '"http:/up" 0;'],
    ['/health '],
  ],
])('%s', (_, text, has, lacks) => {
  for (const part of has) expect(text).toContain(part);
  for (const part of lacks) expect(text).not.toContain(part);
  expect(text).not.toMatch(/\n\n\n|\{\n\n|\n\n +\}/);
});

it('lets no location have headers of its own, which would drop the others', () => {
  const locations = nginx({ tls: true })
    .split(/^ {8}location /m)
    .slice(1);
  expect(locations.length).toBeGreaterThan(5);
  for (const location of locations) expect(location.split('\n        }')[0]).not.toContain('add_header');
});
