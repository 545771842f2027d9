import type { Dockerfile, Instruction } from './dockerfile.js';
import { copiesAll, images, withoutIgnore } from './contexts.js';
import type { Found, OldFiles, OldRule } from './rule.js';

type Say = Omit<Found, 'evidence'>;

/** A finding at the first instruction of each Dockerfile that has the fault. */
function first(
  files: readonly Dockerfile[],
  find: (file: Dockerfile) => Instruction | undefined,
  say: (one: Instruction) => Say,
): readonly Found[] {
  return files.flatMap((file) => {
    const one = find(file);
    return one ? [{ ...say(one), evidence: { file: file.path, line: one.line } }] : [];
  });
}

const run =
  (pattern: RegExp) =>
  (file: Dockerfile): Instruction | undefined =>
    file.instructions.find(({ keyword, text }) => keyword === 'RUN' && pattern.test(text));

const production = ({ dockerfiles }: OldFiles): readonly Dockerfile[] =>
  dockerfiles.filter(({ development }) => !development);

const INSTALL =
  /pip3? install|pip wheel|poetry install|uv (?:sync|pip install)|pdm (?:install|sync)|npm (?:ci|install)|pnpm (?:i\b|install)|yarn(?: install|$)/;
const TRUSTS = /forwarded[-_]allow[-_]ips/i;

/** What Dockerfiles do badly. */
export const IMAGE_RULES: readonly OldRule[] = [
  {
    code: 'root-user',
    defect: 'D22',
    severity: 'error',
    about: 'The container runs as root, which is the root of the host but for a few fences.',
    check: (files) =>
      first(
        production(files).filter(
          ({ last }) => last.length > 0 && !/unprivileged|distroless\S*nonroot/.test(last[0]!.text),
        ),
        ({ last }) => {
          const user = last.findLast(({ keyword }) => keyword === 'USER');
          return user && !/^(?:root|0)(?::|$)/.test(user.text) ? undefined : (user ?? last[0]);
        },
        () => ({ message: 'It runs as root.', hint: 'USER with a fixed number, before CMD.' }),
      ),
  },
  {
    code: 'no-dockerignore',
    defect: 'D29',
    severity: 'error',
    about: 'Without .dockerignore an image holds what is in no commit, secrets included.',
    check: withoutIgnore,
  },
  {
    code: 'floating-base',
    defect: 'D30',
    severity: 'warning',
    about: 'A base image that says no exact version is another one tomorrow, or gets no fixes.',
    check: images,
  },
  {
    code: 'copy-before-install',
    severity: 'warning',
    about: 'Each change of a source file installs all packages anew.',
    check: ({ dockerfiles }) =>
      first(
        dockerfiles,
        ({ instructions }) =>
          instructions.find(
            (one, index) =>
              copiesAll(one) &&
              instructions
                .slice(index + 1)
                .some(({ keyword, text, stage }) => stage === one.stage && keyword === 'RUN' && INSTALL.test(text)) &&
              !instructions
                .slice(0, index)
                .some(({ keyword, text, stage }) => stage === one.stage && keyword === 'RUN' && INSTALL.test(text)),
          ),
        () => ({
          message: 'All sources are copied before packages are installed.',
          hint: 'Copy the lock file, install, then copy the sources.',
        }),
      ),
  },
  {
    code: 'old-poetry',
    defect: 'D24',
    severity: 'error',
    about: 'Poetry before 2 does not read the [project] table of pyproject.toml.',
    check: ({ dockerfiles }) =>
      first(
        dockerfiles,
        ({ instructions }) => instructions.find(({ text }) => /(?:poetry==|POETRY_VERSION[= ]"?)[01]\./.test(text)),
        () => ({ message: 'Its Poetry is older than 2.', hint: 'Pin 2.2 or later, or use uv.' }),
      ),
  },
  {
    code: 'install-needs-sources',
    defect: 'D25',
    severity: 'error',
    about: 'Poetry installs the project itself, too, which is not copied yet.',
    check: ({ dockerfiles }) =>
      first(
        dockerfiles,
        ({ instructions }) =>
          instructions.find(
            ({ keyword, text, stage }, index) =>
              keyword === 'RUN' &&
              /poetry install/.test(text) &&
              !/--no-root|--only[= ]main --no-root/.test(text) &&
              !instructions.slice(0, index).some((one) => one.stage === stage && copiesAll(one)),
          ),
        () => ({
          message: 'poetry install wants the sources, which are not there yet.',
          hint: 'poetry install --no-root',
        }),
      ),
  },
  {
    code: 'copied-system-folders',
    defect: 'D26',
    severity: 'warning',
    about: 'Packages are copied together with whatever else is in folders of the system.',
    check: ({ dockerfiles }) =>
      first(
        dockerfiles,
        ({ instructions }) =>
          instructions.find(
            ({ keyword, text }) =>
              keyword === 'COPY' &&
              text.includes('--from=') &&
              /\/usr\/local\/bin\/? |site-packages|\/usr\/local\/? /.test(text),
          ),
        ({ text }) => ({
          message: `COPY ${text} takes more than the packages.`,
          hint: 'Install into one virtual environment, and copy that.',
        }),
      ),
  },
  {
    code: 'no-bytecode',
    defect: 'D27',
    severity: 'warning',
    about: 'Python compiles every module anew at each start, because the image may not keep what it compiled.',
    check: (files) =>
      first(
        production(files).filter(
          ({ instructions }) =>
            !instructions.some(({ text }) =>
              /compileall|py_?compile|compile_packages|COMPILE_BYTECODE|--compile/.test(text),
            ),
        ),
        ({ last }) =>
          last.find(({ keyword, text }) => keyword === 'ENV' && /PYTHONDONTWRITEBYTECODE[= ]"?1/.test(text)),
        () => ({
          message: 'No module is compiled when the container starts.',
          hint: 'Compile them in the build: UV_COMPILE_BYTECODE=1.',
        }),
      ),
  },
  {
    code: 'tools-in-image',
    defect: 'D28',
    severity: 'warning',
    about: 'What builds and what fetches stays in the image that runs, for whoever breaks in.',
    check: (files) =>
      first(
        production(files),
        ({ last }) =>
          last.find(
            ({ keyword, text }) =>
              keyword === 'RUN' &&
              /(?:apt-get|apk|apt) .*(?:install|add) .*\b(?:curl|wget|gcc|build-essential|git)\b/.test(text),
          ),
        () => ({
          message: 'Tools are in the image that runs.',
          hint: 'Build in a stage of its own; ask for health with Python.',
        }),
      ),
  },
  {
    code: 'cached-packages',
    defect: 'D28',
    severity: 'warning',
    about: 'pip leaves what it fetched in the image, and takes other versions the next time.',
    check: (files) =>
      first(
        production(files),
        (file) => {
          const one = run(/pip3? install(?! .*--no-cache-dir)/)(file);
          return one && !file.instructions.some(({ text }) => /PIP_NO_CACHE_DIR|--mount=type=cache/.test(text))
            ? one
            : undefined;
        },
        () => ({ message: 'pip keeps its cache in a layer.', hint: 'A cache mount, and a lock file.' }),
      ),
  },
  {
    code: 'untrusted-proxy',
    defect: 'D32',
    severity: 'warning',
    about: 'uvicorn takes nginx for the client: every address in logs and limits is the same.',
    check: (files) =>
      first(
        production(files).filter(
          ({ last, path }) =>
            !last.some(({ text }) => TRUSTS.test(text)) &&
            !files.production.some((one) => one.dockerfile === path && one.given.some(({ name }) => TRUSTS.test(name))),
        ),
        ({ last }) => last.findLast(({ keyword, text }) => keyword === 'CMD' && text.includes('uvicorn')),
        () => ({
          message: 'Addresses of clients are not taken over from nginx.',
          hint: '--forwarded-allow-ips with the address of nginx.',
        }),
      ),
  },
  {
    code: 'secret-in-image',
    defect: 'D29',
    severity: 'error',
    about: 'What ENV or ARG says of a secret is in the history of the image.',
    check: ({ dockerfiles }) =>
      first(
        dockerfiles,
        ({ instructions }) =>
          instructions.find(
            ({ keyword, text }) =>
              (keyword === 'ENV' || keyword === 'ARG') &&
              /\b\w*(?:PASSWORD|SECRET|TOKEN)\w*[= ]["']?[^\s$"']+/.test(text),
          ),
        ({ keyword }) => ({
          message: `${keyword} holds a secret.`,
          hint: 'Hand it to the container, or mount it in the build as a secret.',
        }),
      ),
  },
];
