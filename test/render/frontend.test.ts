// A front end that was there before: another framework, another script, variables that its build is told.
import { describe, expect, it } from 'vitest';
import { mistakesOf } from '../support/mistakes.js';
import { rendering } from '../support/rendering.js';

const web = (frontend: object) => rendering({ name: 'shop', services: { frontend: { starter: false, ...frontend } } });

describe('a front end that was there before', () => {
  it('is built by its own script, with variables that .env may say, before and not after', () => {
    const it_ = web({
      buildScript: 'build:web',
      buildVariables: { VITE_MAP_KEY: { about: 'The key of the maps.', default: 'none' } },
    });
    expect(it_.text('frontend/Dockerfile')).toMatch(
      /\nARG VITE_MAP_KEY\n[^]*\nRUN npm run build:web [^]*\nFROM [^\n]* AS runtime\n(?![^]*VITE_MAP_KEY)/,
    );
    expect(it_.text('docker-compose.prod.yml')).toContain('        VITE_MAP_KEY: ${VITE_MAP_KEY:-none}\n');
    // Where the API is, for a proxy of theirs.
    expect(it_.dev.services.frontend!.environment).toEqual({
      API_URL: 'http://backend:8000',
      VITE_MAP_KEY: '${VITE_MAP_KEY:-none}',
    });
    expect(it_.variable('VITE_MAP_KEY')).toMatchObject({
      value: 'none',
      commented: true,
      about: 'The key of the maps.',
    });
  });

  it('is developed by Create React App, on the same port as by Vite', () => {
    const it_ = web({ framework: 'create-react-app', assetsFolder: 'static', distFolder: 'build' });
    const dev = it_.text('frontend/Dockerfile.dev');
    expect(dev).toContain('CMD ["node_modules/.bin/react-scripts", "start"]');
    expect(dev).toContain('PORT=5173');
    expect(dev).not.toContain('vite');
    expect(it_.text('docker-compose.yml')).not.toMatch(/vite\.config|\/index\.html/);
    expect(it_.text('frontend/nginx/nginx.conf')).toContain('location /static/ {');
    expect(it_.text('frontend/Dockerfile')).toContain('mv build /image/content/srv/www');
  });

  it('is mounted from where its code is, whose owner runs the server', () => {
    const it_ = web({ sources: ['app'], config: 'vite.config.js', starter: false });
    expect(it_.dev.services.frontend!.volumes).toEqual([
      expect.objectContaining({ source: './shop-frontend/app', target: '/app/app' }),
    ]);
    expect(it_.text('frontend/dev-entrypoint')).toContain('const SOURCE = "/app/app";');
    expect(it_.text('docker-compose.yml')).toContain('target: /app/vite.config.js');
    expect(web({ sources: [], config: '' }).text('frontend/dev-entrypoint')).toContain('const SOURCE = "/app";');
  });

  it('has no variable of the stack for its own', () => {
    expect(
      mistakesOf({ variables: { VITE_A: {} }, services: { frontend: { buildVariables: { VITE_A: {} } } } }),
    ).toMatch(/^variable-clash at variables\.VITE_A: /);
  });

  it('is another one than the starter, which has its own ways', () => {
    const frontend = { framework: 'create-react-app', sources: ['app'] };
    expect(mistakesOf({ services: { frontend } })).toMatch(
      /^starter-front-end at services\.frontend\.framework: .*\nstarter-front-end at services\.frontend\.sources: /,
    );
  });
});
