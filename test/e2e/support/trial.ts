import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from './project.js';

const source = (file: string): string => readFileSync(join(import.meta.dirname, '../trial', file), 'utf8');

/** Gives the backend the routes and tasks of test/e2e/trial, which no generated project has. */
export function addTrial(project: Project): void {
  const folder = `${project.name}-backend/src`;
  project.write(`${folder}/tasks/trial.py`, source('tasks.py'));
  project.write(`${folder}/api/v1/trial.py`, source('routes.py'));
  project.edit(`${folder}/tasks/__init__.py`, (text) =>
    text.replace('"src.tasks.ping"]', '"src.tasks.ping", "src.tasks.trial"]'),
  );
  project.edit(
    `${folder}/api/v1/__init__.py`,
    (text) => `${text.replace('uploads, ws', 'trial, uploads, ws')}router.include_router(trial.router)\n`,
  );
}
