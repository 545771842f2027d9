import type { Project } from 'projen/lib/project.js';

/** The phases of a build that projen gives to every project; `build` runs the others. */
const PHASES = ['build', 'pre-compile', 'compile', 'post-compile', 'test', 'package'];

/** Without a step in them, the phases are noise in tasks.json; with one, all of them stay. */
export function dropIdlePhases({ tasks }: Project): void {
  const phases = tasks.all.filter(({ name }) => PHASES.includes(name));
  const others = tasks.all.filter((task) => !phases.includes(task));
  const busy = phases.some(({ name, steps }) => name !== 'build' && steps.length > 0);
  const spawned = others.some(({ steps }) => steps.some(({ spawn }) => spawn !== undefined && PHASES.includes(spawn)));
  if (busy || spawned) return;
  // `build` first: a task that another one runs cannot be removed.
  for (const name of PHASES) tasks.removeTask(name);
}
