import { describe, expect, it } from 'vitest';
import { loadOptions, renderStack } from '../../src/index.js';
import { optionsOf, toldOf } from '../support/adopted.js';
import { repositoryOf } from './compose/fixture.js';

const MAIN = 'from fastapi import FastAPI\napp = FastAPI()\n';

/** The files of the stack that somebody's lists of packages end up in. */
function rendered(files: Readonly<Record<string, string>>): (path: string) => string {
  const told = toldOf(repositoryOf({ 'api/app/__init__.py': '', 'api/app/main.py': MAIN, ...files }));
  const { stack } = loadOptions(optionsOf(told, 'shop'));
  const all = new Map(renderStack(stack!).map(({ path, content }) => [path, content]));
  return (path) => all.get(path)!;
}
const copies = (text: string): readonly string[] =>
  text.match(/^COPY (?!--).*\.(?:txt|\/).*$|^COPY \S+\/ \S+\/$/gm) ?? [];

describe('lists of packages', () => {
  it('are copied with all that they name, each in its folder', () => {
    const file = rendered({
      'api/requirements.txt': '-r requirements/base.txt\n-c constraints.txt\n--requirement=requirements/web.txt\n',
      'api/requirements/base.txt': '-c ../limits/python.txt\nfastapi\n',
      'api/requirements/web.txt': '-r base.txt\nuvicorn\n',
      'api/constraints.txt': 'fastapi<1\n',
      'api/limits/python.txt': 'starlette<1\n',
    });
    const lines = [
      'COPY requirements*.txt ./',
      'COPY constraints.txt ./',
      'COPY limits/python.txt ./limits/',
      'COPY requirements/base.txt requirements/web.txt ./requirements/',
    ];
    expect(copies(file('api/Dockerfile')).filter((line) => !line.includes('app/'))).toEqual(lines);
    expect(copies(file('api/Dockerfile.dev'))).toEqual(lines);
    for (const path of ['requirements*.txt', 'constraints.txt', 'limits/python.txt', 'requirements/base.txt'])
      expect(file('api/.dockerignore').split('\n')).toContain(`!${path}`);
    expect(file('docker-compose.yml')).toContain('api/limits/python.txt');
  });

  it('begin with the one that no other names, where none is called requirements.txt', () => {
    const file = rendered({
      'api/requirements/base.txt': 'fastapi\n',
      'api/requirements/prod.txt': '-r base.txt\n-r https://lists.example/more.txt\n',
      'api/requirements/dev.txt': '-r prod.txt\n',
    });
    expect(file('api/Dockerfile')).toContain('uv pip install -r requirements/prod.txt');
    expect(copies(file('api/Dockerfile.dev'))).toEqual(['COPY requirements/ ./requirements/']);
  });

  it('may name each other in a circle', () => {
    const file = rendered({
      'api/requirements.txt': '-r more.txt\nfastapi\n',
      'api/more.txt': '-r requirements.txt\n',
    });
    expect(copies(file('api/Dockerfile.dev'))).toEqual(['COPY requirements*.txt ./', 'COPY more.txt ./']);
  });
});
