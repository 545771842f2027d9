import type { Renderer } from './files.js';
import type { Rule } from './rule.js';
import type { Container, Stack } from './stack.js';
import type { StackAnswers } from './stack-questions.js';
import type { Words } from './words.js';

/** For a shell, and what it does. */
export type Command = readonly [command: string, about?: string];

/** What is said before a command, in sentences; may be empty. */
export interface Told {
  readonly about: string;
  readonly command: string;
}

export interface Commands {
  /** Starts production, once there is an .env: where the images come from, and how. */
  readonly start: Told;
  /** Runs a new version: what serves meanwhile, and how. */
  readonly release: Told;
  readonly daily: readonly Command[];
}

/**
 * An engine that production runs on: a reader of the resolved stack like any other. Definitions know of none, so that
 * every service runs on every target.
 */
export interface Target {
  /** As `target` in lge.stack.json says it. */
  readonly id: string;
  /** Its name in headings. */
  readonly title: string;
  /** One line, for documents. */
  readonly summary: string;
  /** The file that production runs by. */
  readonly file: (stack: Stack) => string;
  /** How production is run, for documents. */
  readonly commands: (stack: Stack) => Commands;
  /** The files that it adds to those of every stack. */
  readonly render: Renderer;
  /** What a stack may ask for and this engine has not, or does otherwise: nothing is left out without a word. */
  readonly gaps: readonly Rule[];
  /** Where backup.sh and restore.sh look for containers: a stack of Swarm, a namespace of Kubernetes, or else Compose. */
  readonly runsIn: (stack: Stack) => { readonly swarm?: string; readonly kubernetes?: string };
  /**
   * Where the name of a service leads to each of its containers, whose addresses change: the name server that is asked
   * again and again. Absent where a name leads to one address that stays.
   */
  readonly resolver?: string;
  /** How many hosts of production's size there are. */
  readonly nodes: (options: StackAnswers) => number;
  /** How many containers of a service run beside all of its replicas while they are replaced. */
  readonly surge: (container: Container, stack: Stack) => number;
  /** What other sections of the generated documents say of production. */
  readonly words: (stack: Stack) => Words;
  /** Its section of the generated document, below a heading of its title. */
  readonly docs: (stack: Stack) => { readonly title: string; readonly body: string };
}
