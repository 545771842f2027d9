import { Project } from 'projen/lib/project.js';

/**
 * Runs the user's code when nothing is to be written: projects of other types in it write nothing either, and what it
 * prints goes where it is not taken for an answer of ours.
 */
export async function lookOnly(body: () => Promise<unknown>): Promise<void> {
  const own = Object.getOwnPropertyDescriptor(Project.prototype, 'synth')!;
  // `LgeStack` has a `synth` of its own, which plans.
  Project.prototype.synth = () => undefined;
  try {
    await quietly(body);
  } finally {
    Object.defineProperty(Project.prototype, 'synth', own);
  }
}

/** Standard output is for what a program reads: what the user's code prints goes to standard error. */
export async function quietly(body: () => Promise<unknown>): Promise<void> {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  try {
    await body();
  } finally {
    stdout.write = write;
  }
}
