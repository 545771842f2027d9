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
      ['`.env.example`', 'Variables that are missing are added, with their comments; yours stay as they are.'],
      ['missing', 'It is written.'],
      [
        'a Compose file',
        'Its name is kept for what it means to you, both environments by profiles included: ours take names that are free.',
      ],
      ['volumes', 'They keep their names, so that data is found again.'],
    ],
  ),
  'What a Compose file says and the options cannot is listed with the reason. Services that are none of ours are listed as well. They go on in `extra-services.dev.yml` and `extra-services.prod.yml`, which `include` names and which are yours: on the networks of the stack, with their volumes. One whose port or name the stack has itself stays in your file alone. Values of variables are never in a report: they may be secrets.',
];

const UNDO = [
  '## How to undo it',
  'The first command lists the runs; the second takes the adoption back to the byte, lock files and `node_modules` that it made included, with the ID that the first one shows behind `adopt`. What stays is `.lge`, where the backups are, and a Git repository that was made.',
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
