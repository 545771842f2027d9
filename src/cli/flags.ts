/** Every flag, once: the parser and the help read this table. */
export interface Flag {
  readonly name: string;
  /** What follows it; without one it is a switch. */
  readonly value?: string;
  readonly about: string;
}

export const FLAGS = [
  { name: 'yes', about: 'Ask nothing: defaults for everything that no other flag says' },
  { name: 'preset', value: 'NAME', about: 'hardened (default) or plan' },
  { name: 'services', value: 'A,B', about: 'Only these services; default: all' },
  { name: 'set', value: 'KEY=VALUE', about: 'Any option, such as services.frontend.port=8080' },
  { name: 'config', value: 'FILE', about: 'Start from the options in FILE; - reads standard input' },
  { name: 'dry-run', about: 'Say what would be written, and write nothing' },
  { name: 'no-install', about: 'Do not run npm install' },
  { name: 'no-lock', about: 'Do not make lock files for the two applications' },
  { name: 'no-git', about: 'Do not make a Git repository' },
  { name: 'self', value: 'SPEC', about: 'What the project depends on: a version, or a tarball of create-lge-stack' },
  { name: 'help', about: 'This text' },
  { name: 'version', about: 'The version' },
] as const satisfies readonly Flag[];

export type FlagName = (typeof FLAGS)[number]['name'];

export const EXIT = {
  ok: 0,
  fault: 1,
  usage: 2,
  refused: 5,
  interrupted: 130,
} as const;
