import { isMap, isScalar, parseAllDocuments, visit, type Document } from 'yaml';
import { renderStack } from '../../src/index.js';
import { composeSchema } from '../tools/compose.js';
import { parseDockerfile } from './dockerfile.js';
import { interpolated } from './env.js';
import type { ComposeFile, Rendering } from './rendering.js';
import { swarmProblems, swarmVariables } from './swarm.js';

/** What is wrong, each as a sentence. */
type Invariant = (it: Rendering) => readonly string[];

const both = (it: Rendering): readonly (readonly [string, ComposeFile])[] => [
  [it.stack.options.composeFiles.development, it.dev],
  [it.stack.options.composeFiles.production, it.prod],
];
/** The file of Swarm, where there is one. */
const swarmOf = ({ stack, text }: Rendering): readonly (readonly [path: string, text: string])[] =>
  stack.target.id === 'swarm' ? [[stack.options.swarm.file, text(stack.options.swarm.file)]] : [];
const missing = (what: string, wanted: readonly string[], there: readonly string[]): readonly string[] =>
  wanted.filter((one) => !there.includes(one)).map((one) => `${what}: ${one}`);

const schema: Invariant = (it) =>
  both(it).flatMap(([path]) =>
    composeSchema(it.text(path)).map(({ line, message }) => `${path}:${line ?? 0}: ${message}`),
  );

const paths: Invariant = ({ paths: all }) => [
  ...all.filter((path, index) => all.indexOf(path) !== index).map((path) => `${path} is there twice`),
  ...all.filter((path) => /^\/|\\|(^|\/)\.{0,2}(\/|$)/.test(path)).map((path) => `${path} is not inside the project`),
  // A file cannot be a folder as well.
  ...all.filter((path) => all.some((other) => other.startsWith(`${path}/`))).map((path) => `${path} is a folder, too`),
];

const filled: Invariant = ({ files }) =>
  files.flatMap(({ path, content }) => {
    const found = [
      /\[object \w+\]/,
      /\bNaN\b/,
      /(?<!\$)\{\{(?!json|\.)/,
      ...(/\.tsx?$/.test(path) ? [] : [/\bundefined\b/]),
    ];
    return found.flatMap((pattern) => (pattern.exec(content) ? [`${path} has ${pattern.source}`] : []));
  });

const lines: Invariant = ({ files }) =>
  files.flatMap(({ path, content }) => [
    ...(content === '' || /[^\n]\n$/.test(content) ? [] : [`${path} does not end with one line end`]),
    ...(/\r/.test(content) ? [`${path} has carriage returns`] : []),
    ...(/[ \t]$/m.test(content) ? [`${path} has spaces at the end of a line`] : []),
  ]);

const yaml: Invariant = ({ files }) =>
  files
    .filter(({ path }) => /\.ya?ml$/.test(path))
    .flatMap(({ path, content }) => {
      const documents = parseAllDocuments(content, { merge: true }) as readonly Document.Parsed[];
      const problems = documents.flatMap(({ errors, warnings }) =>
        [...errors, ...warnings].map(({ message }) => `${path}: ${message}`),
      );
      const look: Parameters<typeof visit>[1] = {
        Pair: (_, { key, value }) => {
          const empty =
            value === null ||
            (isScalar(value) && value.value === null) ||
            (isMap(value) && value.items.length === 0 && value.range?.[0] === value.range?.[1]);
          if (empty) problems.push(`${path}: ${String(key)} is empty`);
        },
      };
      for (const document of documents) visit(document, look);
      return problems;
    });

const json: Invariant = ({ files }) =>
  files
    .filter(({ path }) => path.endsWith('.json'))
    .flatMap(({ path, content }) => {
      try {
        JSON.parse(content);
        return [];
      } catch (error) {
        return [`${path}: ${String(error)}`];
      }
    });

const swarm: Invariant = (it) =>
  swarmOf(it).flatMap(([path, text]) => swarmProblems(text).map((problem) => `${path}: ${problem}`));

const parity: Invariant = (it) => {
  const { text, env, stack } = it;
  const used = [
    ...both(it).flatMap(([path]) => interpolated(text(path))),
    ...swarmOf(it).flatMap(([, file]) => swarmVariables(file)),
  ];
  const noted = stack.variables.filter(({ production }) => production.kind === 'noted').map(({ name }) => name);
  const names = env.map(({ name }) => name);
  return [...missing('not in .env.example', used, names), ...missing('in no Compose file', names, [...used, ...noted])];
};

const dockerfiles: Invariant = ({ files }) =>
  files
    .filter(({ path }) => /Dockerfile(?![^/]*\.dockerignore$)[^/]*$/.test(path))
    .flatMap(({ path, content }) => {
      try {
        parseDockerfile(content);
        return [];
      } catch (error) {
        return [`${path}: ${String(error)}`];
      }
    });

const references: Invariant = (it) =>
  both(it).flatMap(([path, { services, networks, volumes = {} }]) => {
    const all = Object.values(services);
    const named = all
      .flatMap((one) => one.volumes ?? [])
      .flatMap((volume) => (typeof volume === 'string' ? [volume.split(':')[0]!] : []));
    const joined = all.flatMap((one) => one.networks);
    return [
      ...missing(
        `${path} has no service`,
        all.flatMap(({ depends_on = {} }) => Object.keys(depends_on)),
        Object.keys(services),
      ),
      ...missing(`${path} has no network`, joined, Object.keys(networks)),
      ...missing(`${path} does not use the network`, Object.keys(networks), joined),
      ...missing(`${path} has no volume`, named, Object.keys(volumes)),
      ...missing(`${path} does not use the volume`, Object.keys(volumes), named),
    ];
  });

/** Files that are mounted or copied into an image are written, or the user's own. */
const mounted: Invariant = (it) =>
  both(it).flatMap(([path, { services }]) =>
    Object.values(services).flatMap(({ volumes = [], build }) => {
      const web = it.stack.services.find(({ id }) => id === 'frontend')?.answers.starter === false;
      const isTheirs = (source: string): boolean =>
        web && (it.stack.options.folders.frontend === '.' || source.startsWith(it.stack.options.folders.frontend));
      const sources = volumes.flatMap((volume) =>
        typeof volume === 'string' ? [] : [volume.source.replace(/^\.\/?/, '')],
      );
      const context = build ? [`${build.context}/${build.dockerfile}`.replace(/^\.?\/+/, '')] : [];
      const there = (source: string): boolean =>
        source === '' || it.paths.some((one) => one === source || one.startsWith(`${source}/`)) || isTheirs(source);
      return [...sources, ...context]
        .filter((source) => !there(source))
        .map((source) => `${path} mounts ${source}, which is not there`);
    }),
  );

/** As much of nginx's grammar as a misplaced quote or brace breaks; `nginx -t` is for the end-to-end tests. */
const nginx: Invariant = ({ files }) =>
  files
    .filter(({ path }) => path.endsWith('nginx.conf'))
    .flatMap(({ path, content }) => {
      const code = content.replaceAll(/^\s*#.*$|"[^"\n]*"|'[^'\n]*'/gm, '');
      const count = (sign: string): number => code.split(sign).length - 1;
      return [
        ...(count('{') === count('}') ? [] : [`${path} has unequal braces`]),
        ...(/["']/.test(code) ? [`${path} has an open quote`] : []),
      ];
    });

const pure: Invariant = ({ stack, files }) => {
  const again = renderStack(stack);
  return files.flatMap(({ path, content }, index) =>
    again[index]?.content === content ? [] : [`${path} is another one the second time`],
  );
};

/** What holds for every stack, whatever its options. */
export const INVARIANTS: Readonly<Record<string, Invariant>> = {
  schema,
  paths,
  filled,
  lines,
  yaml,
  json,
  parity,
  dockerfiles,
  references,
  swarm,
  mounted,
  nginx,
  pure,
};

/** Everything that is wrong with a stack. */
export function broken(it: Rendering): readonly string[] {
  return Object.entries(INVARIANTS).flatMap(([name, invariant]) =>
    invariant(it).map((problem) => `${name}: ${problem}`),
  );
}
