import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { engineAnswers, lab, labProgram, provideImages } from './docker.js';
import { readDockerfile } from './dockerfile.js';
import { folderWith } from './fixture.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A `docker` and a lab that write down what they are asked; the engine runs once the file `running` is there. */
function machine(options: { running?: boolean; withLab?: boolean; registry?: boolean }): () => string[] {
  const docker = `#!/bin/sh
case $1 in
  info) exec test -e "$0.running" ;;
  image) exec grep -qx "$5" "$0.images" ;;
  pull) echo "pull $3" >>"$0.log"; ${options.registry === true ? 'exit 0' : 'exit 1'} ;;
esac
`;
  const up = `#!/bin/sh
here=\${0%/*}
echo "lab $*" >>"$here/docker.log"
touch "$here/docker.running"
case $2 in *unknown*) exit 2 ;; esac
`;
  const folder = folderWith({ docker, up }, 0o755);
  writeFileSync(join(folder, 'docker.images'), 'present:1\n');
  writeFileSync(join(folder, 'docker.log'), '');
  if (options.running === true) writeFileSync(join(folder, 'docker.running'), '');
  vi.stubEnv('PATH', `${folder}:${process.env.PATH ?? ''}`);
  vi.stubEnv('DOCKER_LAB', options.withLab === true ? join(folder, 'up') : '');
  return () => readFileSync(join(folder, 'docker.log'), 'utf8').split('\n').slice(0, -1);
}

describe('lab', () => {
  it('leaves an engine alone that answers', async () => {
    const log = machine({ running: true, withLab: true });
    expect(await lab()).toBe(true);
    expect(log()).toEqual([]);
  });

  it('starts the engine where none answers', async () => {
    const log = machine({ withLab: true });
    expect(await engineAnswers()).toBe(false);
    expect(await lab()).toBe(true);
    expect(log()).toEqual(['lab ']);
  });

  it('says no where there is neither engine nor lab', async () => {
    machine({});
    expect(await lab()).toBe(false);
  });

  it('says no where there is no docker at all', async () => {
    vi.stubEnv('PATH', '/nonexistent');
    expect(await engineAnswers()).toBe(false);
  });

  it('does not overlook a DOCKER_LAB that names nothing', () => {
    vi.stubEnv('DOCKER_LAB', '/nonexistent/up');
    expect(() => labProgram()).toThrow('/nonexistent/up');
  });
});

describe('provideImages', () => {
  it('does nothing for an image that is there', async () => {
    const log = machine({ running: true, withLab: true });
    await provideImages(['present:1']);
    expect(log()).toEqual([]);
  });

  it('pulls where there is no lab', async () => {
    const log = machine({ running: true, registry: true });
    await provideImages(['pulled:1', 'pulled:1', 'pulled:2']);
    expect(log()).toEqual(['pull pulled:1', 'pull pulled:2']);
  });

  it('asks the lab and never the registry where there is one', async () => {
    const log = machine({ running: true, withLab: true, registry: true });
    await provideImages(['tagged:1', 'tagged:2']);
    expect(log()).toEqual(['lab ', 'lab tag tagged:1', 'lab tag tagged:2']);
  });

  it('fails for an image that nobody has', async () => {
    machine({ running: true });
    await expect(provideImages(['nowhere:1'])).rejects.toThrow('docker pull nowhere:1');
    machine({ running: true, withLab: true });
    await expect(provideImages(['unknown:1'])).rejects.toThrow('tag unknown:1');
  });
});

describe('readDockerfile', () => {
  it('tells images from stages, and reads what the last stage copies', () => {
    const text = `# FROM comment:1
FROM --platform=linux/amd64 node:24 AS builder
COPY a b ./
FROM builder AS more
RUN --mount=type=bind,from=tools:1,source=/,target=/t \\
    --mount=type=cache,target=/c \\
    true
from nginx:1 AS runtime
COPY --from=builder /a /b
COPY --from=uv:1 /uv /bin/
COPY --from=0 /c /d
COPY nginx/nginx.conf \\
    # why
    /etc/nginx/
`;
    expect(readDockerfile(text)).toEqual({
      images: ['node:24', 'tools:1', 'nginx:1', 'uv:1'],
      runtime: { image: 'nginx:1', copies: [{ from: ['nginx/nginx.conf'], to: '/etc/nginx/' }] },
    });
  });
});
