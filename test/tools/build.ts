import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { provideImages } from './docker.js';
import { readDockerfile } from './dockerfile.js';
import { report, sources, type Detail, type Finding, type Stacks } from './files.js';
import { DOCKERFILE } from './linters.js';
import { run } from './run.js';

interface Place {
  location?: { ranges?: { start: { line: number } }[] };
}

interface Check {
  warnings?: (Place & { ruleName: string; detail: string })[] | null;
  buildError?: Place & { message: string };
}

/** `docker buildx build --check` on every Dockerfile: what BuildKit itself warns of. Bake does all in one process. */
export async function buildCheck(stacks: Stacks): Promise<Finding[]> {
  const all = sources(stacks, (file) => DOCKERFILE.test(file), ignored);
  if (all.length === 0) return [];
  await provideImages(all.flatMap(({ text }) => readDockerfile(text).images));
  // Still an experiment of BuildKit's, and the only check that sees a COPY of what .dockerignore leaves out.
  const args = { BUILDKIT_DOCKERFILE_CHECK: 'experimental=CopyIgnoredFile' };
  const target = Object.fromEntries(
    all.map(({ path }, index) => [`t${index}`, { context: dirname(path), dockerfile: path, args }]),
  );
  const input = JSON.stringify({ target, group: { default: { targets: Object.keys(target) } } });
  const command = ['buildx', 'bake', '--file', '-', '--allow', 'fs.read=/', '--progress', 'quiet'];
  const { stdout, stderr } = await run('docker', [...command, '--call', 'check,format=json'], { input });
  if (!stdout.startsWith('{')) throw new Error(`docker buildx bake says: ${stderr}`);
  const checks = (JSON.parse(stdout) as { target: Record<string, { check?: Check }> }).target;
  return all.flatMap((source, index) => report('buildx', source, ...details(checks[`t${index}`]?.check)));
}

/** A check names files that are copied and ignored, so it depends on that list too. */
function ignored(stack: string, file: string): string {
  const lists = [join(stack, `${file}.dockerignore`), join(stack, dirname(file), '.dockerignore')];
  return lists.map((list) => (existsSync(list) ? readFileSync(list, 'utf8') : '')).join('\0');
}

function details(check: Check | undefined): Detail[] {
  if (!check) throw new Error('docker buildx bake left out a target');
  const at = ({ location }: Place): Pick<Detail, 'line'> => {
    const line = location?.ranges?.[0]?.start.line;
    return line === undefined ? {} : { line };
  };
  const found: Detail[] = (check.warnings ?? []).map((warning) => ({
    ...at(warning),
    rule: warning.ruleName,
    message: warning.detail,
  }));
  if (check.buildError) found.push({ ...at(check.buildError), rule: 'error', message: check.buildError.message });
  return found;
}
