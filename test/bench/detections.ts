import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../e2e/support/shell.js';
import { writeRepository } from '../support/repositories.js';
import { median, type Figure } from './figures.js';

const FILES = 5000;

/** A page of a front end: three of five files are of this kind. */
const page = (n: number): string => `import { useState } from 'react';

export function Page${n}({ title }: { title: string }) {
  const [open, setOpen] = useState(false);
${Array.from({ length: 30 }, (_, line) => `  const label${line} = \`\${title} ${line} of ${n}\`;`).join('\n')}
  return <section onClick={() => setOpen(!open)}>{open ? label0 : label1}</section>;
}
`;

/** What has nothing that matters, as most of a backend: its models, its services and what they share. */
const service = (n: number): string => `from app.services import base


class Service${n}(base.Service):
    """Does what number ${n} does."""

${Array.from({ length: 30 }, (_, line) => `    def step_${line}(self, value: int) -> int:\n        return value + ${line}\n`).join('\n')}
`;

const router = (n: number): string => `from fastapi import APIRouter

router = APIRouter(prefix="/things${n}")

${Array.from({ length: 6 }, (_, at) => `\n@router.get("/part${at}")\ndef part_${at}():\n    return {"part": ${at}}\n`).join('\n')}
`;

/** 5,000 files with a backend of 40 routers, and as many again that git ignores. */
function makeRepository(): string {
  const dir = mkdtempSync(join(tmpdir(), 'lge-bench-detect-'));
  writeRepository('uv-celery', dir);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  for (let n = 0; n < FILES; n += 1) {
    const part = n % 100;
    if (n < 40) write(`backend/app/api/things${n}.py`, router(n));
    else if (n % 5 < 3) write(`frontend/src/pages/${part}/Page${n}.tsx`, page(n));
    else if (n % 5 === 3) write(`backend/app/services/part${part}/service${n}.py`, service(n));
    else write(`docs/part${part}/page${n}.md`, `# Page ${n}\n`);
    write(`frontend/node_modules/package${part}/file${n}.js`, 'module.exports = {};\n');
  }
  execFileSync('git', ['init', '--quiet'], { cwd: dir });
  execFileSync('git', ['add', '.'], { cwd: dir });
  return dir;
}

/** From listing the files to the last fact, each time in a new process. */
export async function detections(runs: number): Promise<Figure[]> {
  const dir = makeRepository();
  const repository = fileURLToPath(new URL('../../', import.meta.url));
  try {
    const command = [process.execPath, '--import', 'tsx', 'test/bench/detect-once.ts', dir];
    const times: number[] = [];
    for (let turn = 0; turn < runs; turn += 1) times.push(Number(await run(command, { cwd: repository })));
    return [
      { name: 'detection of 5,000 files', measured: median(times), unit: 'ms', atMost: 400, about: 'in a new process' },
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
