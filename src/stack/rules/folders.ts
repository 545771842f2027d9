import { ROOT } from '../../model/folder.js';
import { defineRule } from '../../model/rule.js';

// Where files of the project itself are written.
const OURS = ['docs', 'nginx', 'node_modules', 'scripts', 'backups'];

export const folders = defineRule({
  code: 'folder-clash',
  severity: 'error',
  about: 'The folders of the backend and of the front end overlap, or one is a folder of the project itself.',
  check: (stack) => {
    const { backend, frontend } = stack.options.folders;
    const used = Object.entries({ backend, frontend }).filter(([id]) => stack.has(id));
    const taken = used
      .filter(([, folder]) => OURS.includes(folder.split('/')[0]!))
      .map(([id, folder]) => ({
        path: ['folders', id],
        message: `${folder} is used by the project itself.`,
        hint: `Choose another name, such as ${stack.name}-${id}.`,
      }));
    // One may be the project itself: its image leaves the other's folder out.
    const nested = backend !== ROOT && frontend !== ROOT;
    const overlap =
      used.length === 2 &&
      (backend === frontend ||
        (nested && (`${backend}/`.startsWith(`${frontend}/`) || `${frontend}/`.startsWith(`${backend}/`))));
    if (!overlap) return taken;
    return [
      ...taken,
      {
        path: ['folders', 'backend'],
        message: `${backend} and ${frontend} overlap: each image is built from its own folder.`,
        hint: 'Put them side by side.',
      },
    ];
  },
});
