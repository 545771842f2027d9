import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { provideImages } from './docker.js';
import { readDockerfile } from './dockerfile.js';
import { report, sources, walk, type Detail, type Finding, type Source, type Stacks } from './files.js';
import { installTools } from './install.js';
import { expectCode, pooled, run } from './run.js';

interface Mount {
  from: string;
  to: string;
}

/** `nginx -t` in the image of the frontend, with the files where its Dockerfile puts them. */
export async function nginxTest(stacks: Stacks): Promise<Finding[]> {
  const isFrontend = (file: string): boolean => /(?:^|-)frontend\/Dockerfile$/.test(file);
  const all = sources(stacks, isFrontend, (stack, file, text) => contents(mounts(join(stack, dirname(file)), text)));
  if (all.length === 0) return [];
  await provideImages(all.map(({ text }) => readDockerfile(text).runtime.image));
  const certificate = await makeCertificate();
  try {
    return (await pooled(all, async (source) => testOne(source, certificate))).flat();
  } finally {
    rmSync(certificate, { recursive: true });
  }
}

/** Where in the container the files of the build context are. */
function mounts(context: string, dockerfile: string): Mount[] {
  return readDockerfile(dockerfile).runtime.copies.flatMap(({ from, to }) =>
    from.map((name) => {
      const path = join(context, name);
      const isFile = existsSync(path) && statSync(path).isFile();
      return { from: path, to: isFile && to.endsWith('/') ? to + basename(name) : to.replace(/(?<=.)\/$/, '') };
    }),
  );
}

function contents(places: Mount[]): string {
  return places
    .flatMap(({ from }) => {
      if (!existsSync(from)) return [];
      if (statSync(from).isFile()) return [readFileSync(from, 'utf8')];
      return walk(from).map((file) => `${file}\0${readFileSync(join(from, file), 'utf8')}`);
    })
    .join('\0');
}

/** Signed by itself and thrown away; readable by the account that an unprivileged image runs as. */
async function makeCertificate(): Promise<string> {
  await installTools();
  const folder = mkdtempSync(join(tmpdir(), 'lge-certificate-'));
  const key = join(folder, 'key.pem');
  const what = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=test.invalid'];
  const where = ['-days', '2', '-keyout', key, '-out', join(folder, 'certificate.pem')];
  expectCode(await run('openssl', ['req', '-x509', ...what, ...where]), 'openssl', 0);
  chmodSync(folder, 0o755);
  chmodSync(key, 0o644);
  return folder;
}

async function testOne(source: Source, certificate: string): Promise<Finding[]> {
  const places = mounts(join(source.stack, dirname(source.file)), source.text);
  const missing = places.filter(({ from }) => !existsSync(from));
  if (missing.length > 0) {
    const names = missing.map(({ from }) => from).join(', ');
    return report('nginx', source, {
      rule: 'missing-file',
      message: `the Dockerfile copies what is not there: ${names}`,
    });
  }
  const named = [...contents(places).matchAll(/^\s*ssl_certificate(_key)?\s+([^\s;]+);/gm)];
  const keys = named.map(([, key, to]) => ({
    from: join(certificate, key === undefined ? 'certificate.pem' : 'key.pem'),
    to: to!,
  }));
  const { image } = readDockerfile(source.text).runtime;
  const { code, stderr } = await runNginx(image, [...places, ...uniqueByTarget(keys)]);
  const details = messages(stderr);
  if (code !== 0 && details.length === 0) details.push({ rule: 'failed', message: stderr.trim() });
  return details.flatMap(({ path, ...detail }) => {
    const file = fileOf(path, places, source.stack) ?? source.file;
    return report('nginx', { ...source, copies: source.copies.map(({ stack }) => ({ stack, file })) }, detail);
  });
}

/** The file of the stack that is at this path in the container. */
function fileOf(path: string | undefined, places: Mount[], stack: string): string | undefined {
  const place = places.find(({ to }) => path === to || path?.startsWith(`${to}/`) === true);
  if (path === undefined || !place) return undefined;
  return relative(stack, join(place.from, relative(place.to, path)));
}

const uniqueByTarget = (places: Mount[]): Mount[] => [...new Map(places.map((place) => [place.to, place])).values()];

async function runNginx(image: string, places: Mount[]): Promise<{ code: number; stderr: string }> {
  const volumes = places.flatMap(({ from, to }) => ['--mount', `type=bind,source=${from},target=${to},readonly`]);
  const safety = ['--rm', '--network', 'none', '--read-only', '--tmpfs', '/tmp', '--pull', 'never'];
  // On an engine that gives a service one address, its name is looked up when nginx starts.
  const names = ['--add-host', 'backend:127.0.0.1'];
  return run('docker', ['run', ...safety, ...names, ...volumes, '--entrypoint', 'nginx', image, '-t']);
}

/** `[emerg] 1#1: unknown directive "x" in /etc/nginx/nginx.conf:3`, and the same before nginx has read where to log. */
function messages(stderr: string): (Detail & { path?: string })[] {
  const found = stderr.matchAll(/\[(emerg|alert|crit|error|warn)\] (?:\d+#\d+: )?(.+?)(?: in (\/\S+?)(?::(\d+))?)?$/gm);
  const details = [...found].map(([, rule, message, path, line]) => ({
    rule: rule!,
    message: message!,
    ...(path !== undefined && { path }),
    ...(line !== undefined && { line: Number(line) }),
  }));
  return [...new Map(details.map((detail) => [JSON.stringify(detail), detail])).values()];
}
