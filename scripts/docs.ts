// Writes docs/adopting.md, docs/options.md, docs/commands.md, docs/diagnostics.md and docs/services/*.md from the definitions.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Question, Questions } from '../src/model/question.js';
import type { AnyService } from '../src/model/service.js';
import { catalog, loadOptions, presets, targets, type Stack } from '../src/index.js';
import { code, codes, table, tidy } from '../src/render/docs/markdown.js';
import { allRules } from '../src/stack/check.js';
import { nameQuestion, serviceQuestions, stackFields } from '../src/stack/questions.js';
import { adoptingText } from './adopting-page.js';
import { commandsText } from './commands-page.js';

interface Page {
  readonly path: string;
  readonly content: string;
}

const NOTICE =
  '<!-- Written by scripts/docs.ts from the definitions: change those, then run `npx tsx scripts/docs.ts`. -->';
const page = (path: string, ...parts: readonly string[]): Page => ({
  path,
  content: tidy([NOTICE, ...parts].join('\n\n')),
});

/** What the parser itself finds, before there is a stack for rules to look at. */
export const PARSER_CODES: Readonly<Record<string, string>> = {
  'invalid-json': 'The file is not JSON, in which comments and trailing commas are allowed; the message says where.',
  'duplicate-key': 'An object has a key twice, so that nobody can know which of the two values is meant.',
  'unknown-key': 'There is no such option; the hint names the one that was probably meant.',
  'missing-key': 'An option without a default is missing, such as `name`.',
  'invalid-value': 'A value is not of the kind, the form or the range that the option takes.',
  'invalid-port': 'A port is not a whole number from 1 to 65535, or `false` where none is possible.',
  'invalid-size': 'A size is not a whole number followed by `M` or `G`, such as `512M`.',
};

function typeOf(question: Exclude<Question, { readonly kind: 'group' | 'named' }>): string {
  switch (question.kind) {
    case 'confirm':
      return '`true` or `false`';
    case 'select':
      return question.options.map((option) => code(`"${option}"`)).join(', ');
    case 'text':
      return question.must;
    case 'number':
      return `${question.integer ? 'whole number' : 'number'}, ${question.min} to ${question.max}`;
    case 'auto':
      return `${code('"auto"')} or a whole number, ${question.min} to ${question.max}`;
    case 'port':
      return question.optional ? 'port, or `false`' : 'port';
    case 'memory':
      return 'size, such as `512M` or `2G`';
    case 'list':
      return `list, each item ${question.must}`;
  }
}

/** One row for each question, groups as a path: `limits.production.memory`. What a group is about is said where it tells more than its path. */
function rows(questions: Questions, prefix = '', about = ''): readonly (readonly string[])[] {
  return Object.entries(questions).flatMap(([key, question]) => {
    const path = `${prefix}${key}`;
    if (question.kind === 'group') return rows(question.fields, `${path}.`, `${question.message}: `);
    if (question.kind === 'named') return rows({ '<NAME>': question.of }, `${path}.`, `${question.message}: `);
    const preset = question.default === undefined ? 'none: required' : code(JSON.stringify(question.default));
    return [
      [
        code(path),
        typeOf(question),
        preset,
        `${/^\S+: $|^Base images: $/.test(about) ? '' : about}${question.message}`,
      ],
    ];
  });
}

const options = (questions: Questions): string => table(['Option', 'Type', 'Default', 'Meaning'], rows(questions));

function overrides(): string {
  const leaves = (value: unknown, path: string): readonly (readonly string[])[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
      : [[code(path), code(JSON.stringify(value))]];
  return presets
    .flatMap(({ id, summary, options: own }) => {
      const changed = leaves(own, '');
      return [
        `### \`${id}\``,
        `${summary}.`,
        ...(changed.length > 0 ? ['It changes these defaults:', table(['Option', 'Default'], changed)] : []),
      ];
    })
    .join('\n\n');
}

const optionsPage = (): Page =>
  page(
    'options.md',
    '# Options of the stack',
    'Everything in `lge.stack.json` but the options of [services](#services). Only `name` has to be written; `{name}`, `{snake}` and `{title}` in a default stand for it in three spellings: `my-shop`, `my_shop`, `My Shop`. The file is JSON in which comments, and a comma after the last item, are allowed.',
    table(
      ['Option', 'Type', 'Default', 'Meaning'],
      [
        ...rows({ name: nameQuestion }),
        [
          code('preset'),
          presets.map(({ id }) => code(`"${id}"`)).join(', '),
          code(`"${presets[0]?.id ?? ''}"`),
          'What everything else starts from',
        ],
        ...rows(stackFields),
      ],
    ),
    '## Presets',
    overrides(),
    '## Services',
    '`services.<id>` is `false` to leave a service out, or an object with its options:',
    catalog.map(({ id, title, summary }) => `- [${title}](services/${id}.md) (\`${id}\`): ${summary}`).join('\n'),
  );

function needsOf({ needs }: AnyService): string {
  if (needs.length === 0) return 'Nothing.';
  return needs
    .map(({ service, until, because, optional }) => {
      const notes = [
        ...(optional ? ['if it is there'] : []),
        ...(until === undefined ? [] : [`waited for until it is ${until === 'healthy' ? 'healthy' : 'done'}`]),
      ];
      return `- ${code(service)}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}${because ? `: ${because}` : ''}`;
    })
    .join('\n');
}

function limitsOf(definition: AnyService): string {
  const { environments = ['development', 'production'], limits, minimumMemory, replicas } = definition;
  return table(
    ['Environment', 'Containers:', 'CPUs:', 'Memory:', 'At least:'],
    environments.map((name) => [
      name,
      String(name === 'production' ? (replicas ?? 1) : 1),
      String(limits[name].cpus),
      limits[name].memory,
      minimumMemory ?? '16M',
    ]),
  );
}

function paragraphOf(stack: Stack, definition: AnyService): string {
  const service = stack.services.find(({ id }) => id === definition.id);
  const limits = stack.limits(definition.id);
  if (!service || !limits || !definition.docs) return '';
  return definition.docs({
    answers: service.answers,
    limits,
    replicas: stack.replicas(service.id),
    environment: 'production',
    stack,
  });
}

function variablesOf(stack: Stack, definition: AnyService): readonly string[] {
  const service = stack.services.find(({ id }) => id === definition.id);
  const limits = stack.limits(definition.id);
  if (!service || !limits || !definition.variables) return [];
  const variables = definition.variables({
    answers: service.answers,
    limits,
    replicas: stack.replicas(service.id),
    environment: 'production',
    stack,
  });
  const list = variables.map(({ name, about, secret }) => [
    code(name),
    secret ? 'yes' : 'no',
    about.replaceAll('$', String.raw`\$`),
  ]);
  return ['## Variables', 'What it adds to `.env`:', table(['Variable', 'Secret', 'Meaning'], list)];
}

function servicePage(stack: Stack, definition: AnyService): Page {
  const { id, title, summary, rules = [], environments } = definition;
  return page(
    `services/${id}.md`,
    `# ${title}`,
    `\`${id}\`: ${summary}.${environments ? ` In ${environments.join(' and ')} only.` : ''}`,
    paragraphOf(stack, definition),
    '## Needs',
    needsOf(definition),
    '## Options',
    `Below \`services.${id}\` in \`lge.stack.json\`:`,
    options(serviceQuestions(definition)),
    '## Limits',
    'By default, for each container:',
    limitsOf(definition),
    ...variablesOf(stack, definition),
    ...(rules.length > 0
      ? [`It is checked for ${codes(rules.map((rule) => rule.code))}: see [diagnostics](../diagnostics.md).`]
      : []),
  );
}

function diagnosticsPage(): Page {
  const owner = (wanted: string): string => {
    const definition = catalog.find(({ rules = [] }) => rules.some((rule) => rule.code === wanted));
    return definition ? `[${definition.title}](services/${definition.id}.md)` : 'any stack';
  };
  return page(
    'diagnostics.md',
    '# Diagnostics',
    'What can be wrong with `lge.stack.json`. All mistakes are reported at once, each with the path of the option, a message and a way out. An error writes nothing; a warning does not keep the files from being written. Codes are stable.',
    '## In the file',
    table(
      ['Code', 'Severity', 'Meaning'],
      Object.entries(PARSER_CODES).map(([name, about]) => [code(name), 'error', about]),
    ),
    '## In the stack as a whole',
    table(
      ['Code', 'Severity', 'Meaning', 'About'],
      allRules(catalog, targets).map((rule) => [code(rule.code), rule.severity, rule.about, owner(rule.code)]),
    ),
  );
}

/** Every page, by its path below docs/. */
export function pages(): readonly Page[] {
  const { stack } = loadOptions({ name: 'shop' });
  if (!stack) throw new Error('The smallest stack does not load.');
  return [
    optionsPage(),
    page('commands.md', ...commandsText()),
    page('adopting.md', ...adoptingText()),
    diagnosticsPage(),
    ...catalog.map((definition) => servicePage(stack, definition)),
  ];
}

export const DOCS = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs');

/** Pages of services that there no longer are. */
export function leftOver(): readonly string[] {
  const known = new Set(pages().map(({ path }) => path));
  return readdirSync(join(DOCS, 'services'))
    .map((file) => `services/${file}`)
    .filter((path) => !known.has(path));
}

function write(): void {
  for (const { path, content } of pages()) {
    mkdirSync(dirname(join(DOCS, path)), { recursive: true });
    writeFileSync(join(DOCS, path), content);
  }
  for (const path of leftOver()) rmSync(join(DOCS, path));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) write();
