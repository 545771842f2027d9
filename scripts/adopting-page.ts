import { breaks } from '../src/adopt/breaks/index.js';
import { oldRules } from '../src/adopt/rules/index.js';
import { code, shell, table } from '../src/render/docs/markdown.js';

const START = [
  '# Adopting a repository',
  'A repository with a FastAPI back end, a React front end or both gets the stack beside its own files. Nothing in it is run to find out what it is, and none of its files is overwritten.',
  shell([
    ['npx create-lge-stack . --adopt --yes --dry-run', 'what would be written, and what you should know'],
    ['npx create-lge-stack . --adopt --yes', 'do it'],
    ['npx lge-stack diff', 'your files against those of the template'],
    ['npx lge-stack diff --report', 'what was found, and what your old files do badly'],
    ['npx lge-stack resolve', 'decide what waits, file by file'],
  ]),
  'Without `--yes` it asks, and takes over of your Compose files what you want. All flags are in [commands](commands.md).',
];

const DETECTED = [
  '## What is detected',
  'Each fact comes with the file and line that says it, and with how sure it is. What git ignores is not looked at.',
  table(
    ['About', 'Facts'],
    [
      [
        'Back end',
        'folder, package manager by its lock file, Python, the ASGI application or its factory, prefix of the API, health routes',
      ],
      ['Tasks and data', 'the Celery application and its schedule, Alembic, PostgreSQL, Redis'],
      [
        'Variables',
        'what settings classes and `os.environ` read, with default, and whether the application starts without',
      ],
      [
        'Front end',
        'folder, package manager, Node.js, Vite or Create React App, folder of the build, ports, proxied paths, variables of the build',
      ],
      [
        'Compose files',
        'ports, images, limits, volumes by their names, variables, health checks, services of your own',
      ],
      ['Other files', 'Dockerfiles, configuration of nginx, Caddy and Traefik, `.env` files, workflows'],
    ],
  ),
  'They become options in `lge.stack.json`, where you change them: see [options](options.md). Where another framework such as Flask is found instead of FastAPI, nothing is written.',
];

const FILES = [
  '## What becomes of my files',
  table(
    ['File', 'What happens'],
    [
      ['of yours, where the stack has none', 'Nothing.'],
      [
        'of yours, where the stack wants one',
        'It stays. The proposal is below `.lge/incoming`, and the command ends with 3 until you decide.',
      ],
      ['`.gitignore`, `package.json` and the like', 'Lines or keys that are missing are added; none is taken out.'],
      ['missing', 'It is written.'],
      ['a Compose file', 'Its name is kept for what it means to you: ours take names that are free.'],
      ['volumes', 'They keep their names, so that data is found again.'],
    ],
  ),
  'What a Compose file says and the options cannot is listed with the reason. Services that are none of ours are listed as well, and stay in your file; name a file with them under `include` to start them with the stack. Values of variables are never in a report: they may be secrets.',
];

const UNDO = [
  '## How to undo it',
  'The first command lists the runs; the second takes the adoption back to the byte, with the ID that the first one shows behind `adopt`.',
  shell([['npx lge-stack restore --list'], ['npx lge-stack restore --backup ID']]),
];

const known = (defect: string | undefined): string => defect ?? '';

/** docs/adopting.md: prose, and what the checks say of themselves. */
export const adoptingText = (): readonly string[] => [
  ...START,
  ...DETECTED,
  ...FILES,
  ...UNDO,
  '## What a hardened stack would break',
  'An application that was not made for it may not bear what hardens a container. Each of these is told with its line before anything is written, and where an option mends it, that option is set.',
  table(
    ['Code', 'What it is'],
    breaks.map(({ code: name, about }) => [code(name), about]),
  ),
  '## What old files do badly',
  'Nobody has to mend these: the files of the stack do better. A number such as D12 names the defect in reports.',
  table(
    ['Defect', 'Code', 'Severity', 'What it is'],
    oldRules.map(({ code: name, defect, severity, about }) => [
      known(defect),
      code(name),
      severity,
      about.replaceAll('*', '\\*'),
    ]),
  ),
];
