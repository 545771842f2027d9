// What is measured, installed as its users install it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPackage } from '../e2e/support/package.js';
import { run } from '../e2e/support/shell.js';

export interface Installs {
  readonly root: string;
  /** lib/bin.js of the installed package. */
  readonly bin: string;
  readonly createVite: string;
  /** Folders of two installed projects. */
  readonly ours: string;
  readonly stock: string;
  readonly remove: () => void;
}

const NPM = ['npm', 'install', '--no-audit', '--no-fund'];

const STOCK = [
  ...['npx', 'projen', 'new', 'typescript', '--name', 'stock', '--projenrc-ts', '--package-manager', 'npm'],
  ...[
    '--default-release-branch',
    'main',
    '--no-jest',
    '--no-eslint',
    '--no-github',
    '--no-deps-upgrade',
    '--no-git',
    '--no-post',
  ],
];

/** The least TypeScript project of projen's own, as projen sets it up. */
async function installStock(folder: string): Promise<string> {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  await run([...NPM, 'projen@^0.103.25', 'constructs@^10'], { cwd: folder });
  await run(STOCK, { cwd: folder });
  await run(NPM, { cwd: folder });
  // ts-node, which is projen's default, does not know TypeScript 7.
  await run([...NPM, '--no-save', 'typescript@^5.9.0'], { cwd: folder });
  // The first run may still change what was written without an install.
  await run(['npx', 'projen'], { cwd: folder });
  return folder;
}

async function installCreateVite(folder: string): Promise<string> {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  await run([...NPM, 'create-vite'], { cwd: folder });
  return join(folder, 'node_modules/create-vite/index.js');
}

export async function install(): Promise<Installs> {
  const root = mkdtempSync(join(tmpdir(), 'lge-bench-'));
  const source = await packPackage();
  await run([source.bin, 'ours', '--yes', '--no-lock', '--no-git', '--self', source.tarball], { cwd: root });
  const ours = join(root, 'ours');
  const remove = (): void => {
    source.remove();
    rmSync(root, { recursive: true, force: true });
  };
  try {
    const createVite = await installCreateVite(join(root, 'create-vite'));
    const stock = await installStock(join(root, 'stock'));
    return { root, bin: join(ours, 'node_modules/create-lge-stack/lib/bin.js'), createVite, ours, stock, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
