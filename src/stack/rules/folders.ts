import { defineRule, type Finding } from '../../model/rule.js';
import type { Stack } from '../../model/stack.js';

// What else a project has at its root.
const TAKEN = ['node_modules', 'README.md', 'package.json', 'package-lock.json', 'lge.stack.json'];

const within = (a: string, b: string): boolean => `${a}/`.startsWith(`${b}/`);
const overlap = (a: string, b: string): boolean => within(a, b) || within(b, a);

type Folder = readonly [id: string, folder: string];

/** Folders of images: what is built sees its folder, and nothing else should be in there. */
function built(stack: Stack): readonly Folder[] {
  const { backend, frontend } = stack.options.folders;
  return Object.entries({ backend, frontend }).filter(([id]) => stack.has(id));
}

/** Folders of which Git ignores what is in them, apart from those of which it keeps everything. */
function ours({ options: { folders } }: Stack): Readonly<Record<'kept' | 'ignored', readonly Folder[]>> {
  const { scripts, docs, certificates, backups } = folders;
  return { kept: Object.entries({ scripts, docs }), ignored: Object.entries({ certificates, backups }) };
}

function ofImages(stack: Stack): readonly Finding[] {
  const images = built(stack);
  const { kept, ignored } = ours(stack);
  const used = [...TAKEN, ...[...kept, ...ignored].map(([, folder]) => folder)];
  const taken = images
    .filter(([, folder]) => used.some((other) => overlap(folder, other)))
    .map(([id, folder]) => ({
      path: ['folders', id],
      message: `${folder} is used by the project itself.`,
      hint: `Choose another name, such as ${stack.name}-${id}.`,
    }));
  const [[, backend] = [], [, frontend] = []] = images;
  if (backend === undefined || frontend === undefined || !overlap(backend, frontend)) return taken;
  return [
    ...taken,
    {
      path: ['folders', 'backend'],
      message: `${backend} and ${frontend} overlap: each image is built from its own folder.`,
      hint: 'Put them side by side.',
    },
  ];
}

function ofProject(stack: Stack): readonly Finding[] {
  const { kept, ignored } = ours(stack);
  const file = [...kept, ...ignored]
    .filter(([, folder]) => TAKEN.some((name) => within(folder, name)))
    .map(([id, folder]) => ({
      path: ['folders', id],
      message: `${folder} is used by the project itself.`,
      hint: `Choose another name, such as ${id}.`,
    }));
  const lost = ignored.flatMap(([id, folder], index) =>
    [...kept, ...ignored.slice(0, index)]
      .filter(([, other]) => overlap(folder, other))
      .map(([other]) => ({
        path: ['folders', id],
        message: `${folder} and folders.${other} overlap: Git ignores what is in ${folder}.`,
        hint: 'Put them side by side.',
      })),
  );
  return [...file, ...lost];
}

export const folders = defineRule({
  code: 'folder-clash',
  severity: 'error',
  about:
    'Two folders overlap of which one is built into an image or ignored by Git, or one is used by the project itself.',
  check: (stack) => [...ofImages(stack), ...ofProject(stack)],
});
