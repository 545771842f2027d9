import type { Renderer } from '../model/files.js';
import { documentPath } from '../model/names.js';
import type { Stack } from '../model/stack.js';
import { backendDockerfile, multiStage } from './docs/images.js';
import { environment } from './docs/environment.js';
import type { Section } from './docs/facts.js';
import { health } from './docs/health.js';
import { anchor, prose, tidy } from './docs/markdown.js';
import { networking } from './docs/networking.js';
import { backup, commands, references } from './docs/operations.js';
import { currentState, overview } from './docs/overview.js';
import { production } from './docs/production.js';
import { readme } from './docs/readme.js';
import { security } from './docs/security.js';
import { sizing } from './docs/sizing.js';
import { target } from './docs/target.js';
import { tasks } from './docs/tasks.js';
import { fill } from './template.js';

/** One that the target words. */
type Heading = (stack: Stack) => string;

/** In the order of the document; one that does not apply to a stack is left out. */
const SECTIONS: readonly (readonly [title: string | Heading, section: Section] | 'target')[] = [
  ['Overview', overview],
  ['Current state', currentState],
  ['Target architecture', target],
  ['Backend Dockerfile', backendDockerfile],
  [(stack) => stack.target.words(stack).file.heading, production],
  ['Multi-stage strategy', multiStage],
  ['Environment', environment],
  ['Networking & volumes', networking],
  ['Health checks', health],
  ['Security', security],
  ['Sizing', sizing],
  ['Backup & restore', backup],
  ['Tasks', tasks],
  ['Commands reference', commands],
  // What it runs on: a heading of the target's own.
  'target',
  ['References', references],
];

/** The document about the whole: what the stack is and why, computed from the same model as its files. */
export const renderDocs: Renderer = (stack) => {
  const sections = SECTIONS.flatMap((entry) => {
    if (entry === 'target') return [stack.target.docs(stack)];
    const [title, section] = entry;
    const body = section(stack);
    return body === undefined ? [] : [{ title: typeof title === 'string' ? title : title(stack), body }];
  });
  const content = fill('docs/document.md', {
    title: prose(stack.options.title),
    name: stack.name,
    version: stack.version,
    preset: stack.preset,
    contents: sections.map(({ title }, index) => `${index + 1}. [${title}](#${anchor(title)})`).join('\n'),
    sections: sections.map(({ title, body }) => `## ${title}\n\n${body}`).join('\n\n'),
  });
  return [{ path: documentPath(stack), content: tidy(content), owner: 'merged', source: 'docs/document.md' }];
};

/** README.md of the project: how to start, and where things are. Written once. */
export const renderReadme: Renderer = (stack) => [{ path: 'README.md', content: tidy(readme(stack)), owner: 'seed' }];
