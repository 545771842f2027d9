import { touchesDisk, type Change } from '../merge/change.js';
import { conflictMessages } from '../merge/explain.js';
import type { Prepared } from '../project/prepare.js';

function action(change: Change): string | undefined {
  if (change.kind === 'conflict') return `**waits for a decision**: ${conflictMessages[change.reason]}`;
  if (change.kind === 'create') return change.from === undefined ? 'new' : `moved from \`${change.from}\``;
  if (change.kind === 'update') return change.merged ? 'merged with your changes' : 'updated';
  if (change.kind === 'delete') return change.to === undefined ? 'removed' : undefined;
  if (change.kind === 'orphan') return 'left by the stack, kept because you changed it';
  return touchesDisk(change) ? 'changed' : undefined;
}

/** What an upgrade does, file by file, for the body of a pull request. */
export function markdownReport(
  changes: readonly Change[],
  { from, about }: Pick<Prepared, 'from' | 'about'>,
  to: string,
  changelog: string,
): string {
  const rows = changes.flatMap((change) => {
    const what = action(change);
    return what === undefined ? [] : [`| \`${change.path}\` | ${what} |`];
  });
  const table =
    rows.length === 0 ? 'No file changes.' : ['| File | What happens |', '| --- | --- |', ...rows].join('\n');
  const options = about.map((line) => `- ${line}`).join('\n');
  const news = changelog === '' ? '' : `<details><summary>Changelog</summary>\n\n${changelog}\n\n</details>`;
  return `${[`create-lge-stack ${from ?? '?'} → ${to}`, options, table, news].filter((part) => part !== '').join('\n\n')}\n`;
}
