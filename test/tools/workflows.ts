import { isScalar, parseDocument } from 'yaml';
import { report, sources, type Detail, type Finding, type Stacks } from './files.js';
import { askShellcheck } from './linters.js';
import { pooled } from './run.js';

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

/** What GitHub's machines set, in a line above each script. */
const GIVEN = "export GITHUB_ENV='' GITHUB_OUTPUT='' GITHUB_STEP_SUMMARY='' RUNNER_TEMP=''";

/** What the steps run, each at the lines that it has in the workflow. */
function scriptsIn(text: string): string[] {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw error;
  const { jobs } = document.toJS() as Workflow;
  return Object.entries(jobs).flatMap(([job, { steps }]) =>
    steps.flatMap(({ run }, index) => {
      const node = document.getIn(['jobs', job, 'steps', index, 'run'], true);
      if (run === undefined || !isScalar(node) || !node.range) return [];
      // A block begins in the line below its `|`.
      const lines = text.slice(0, node.range[0]).split('\n').length - (node.type?.startsWith('BLOCK') ? 0 : 1);
      return [`${GIVEN}${'\n'.repeat(lines)}${run.trimEnd()}\n`];
    }),
  );
}

/** An expression is put into the script before Bash reads it: what somebody else wrote in there would be run. */
function expressions(script: string): Detail[] {
  return script
    .split('\n')
    .flatMap((line, at) => (line.includes('${{') ? [{ line: at + 1, rule: 'expression', message: line.trim() }] : []));
}

/** shellcheck for what the steps of GitHub's workflows run, which is Bash there. */
export async function workflows(stacks: Stacks): Promise<Finding[]> {
  const all = sources(stacks, (file) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file));
  const scripts = all.flatMap((source) => scriptsIn(source.text).map((script) => ({ source, script })));
  const found = await pooled(scripts, async ({ source, script }) => {
    const said = (await askShellcheck('bash', ['-'], script)).map(({ line, rule, message }) => ({
      line,
      rule,
      message,
    }));
    return report('workflows', source, ...expressions(script), ...said);
  });
  return found.flat();
}
