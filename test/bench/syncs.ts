import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../e2e/support/shell.js';
import { median, type Figure } from './figures.js';
import type { Installs } from './installs.js';
import { inTurn } from './timing.js';

/** A service that brings so many files that the project has a thousand. */
const MANY = `import { catalog, defineService } from 'create-lge-stack';
import { LgeStack } from 'create-lge-stack/projen';

const many = defineService({
  id: 'many', title: 'Many', summary: 'Many files', tier: 'data', questions: {}, needs: [],
  limits: { production: { cpus: 0.1, memory: '64M' }, development: { cpus: 0.1, memory: '64M' } },
  container: () => ({ image: { pull: 'many:1' }, networks: ['data'], healthcheck: 'none' }),
  files: () => Array.from({ length: 922 }, (_, index) => ({
    path: \`many/\${index % 30}/\${index}.txt\`,
    owner: 'merged',
    content: Array.from({ length: 60 }, (_, line) => \`line \${line} of file \${index}\\n\`).join(''),
  })),
});

new LgeStack({ catalog: [...catalog, many] }).synth();
`;

/** `lge-stack sync` where nothing changed: what a hook or a pipeline waits for each time. */
export async function syncs({ root, ours }: Installs, runs: number): Promise<Figure[]> {
  const thousand = join(root, 'thousand');
  cpSync(ours, thousand, { recursive: true, verbatimSymlinks: true });
  writeFileSync(join(thousand, '.projenrc.ts'), MANY);
  const program = (dir: string): string => join(dir, 'node_modules/create-lge-stack/lib/lge-stack.js');
  for (const cwd of [ours, thousand]) await run([process.execPath, program(cwd), 'sync'], { cwd });
  const sync = (cwd: string) => ({ cwd, command: () => [process.execPath, program(cwd), 'sync'] });
  const times = await inTurn({ few: sync(ours), many: sync(thousand) }, runs);
  return [
    { name: '`lge-stack sync`, nothing changed', measured: median(times.few), unit: 'ms', atMost: 120 },
    {
      name: 'the same with 1,000 files',
      measured: median(times.many) / 1000,
      unit: 's',
      atMost: 1,
      about: 'and code in .projenrc.ts, which is run each time',
    },
  ];
}
