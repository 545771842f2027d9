import type { Change } from '../merge/change.js';
import { placeOf } from './report.js';
import type { Outcome } from './session.js';

/** The change as `--json` tells it. Public: keys are added, and never change their meaning. */
export function changeJson(change: Change): Readonly<Record<string, unknown>> {
  const { kind, path, owner } = change;
  return {
    path,
    kind,
    owner,
    ...('reason' in change && { reason: change.reason }),
    ...('fault' in change && { fault: change.fault }),
    ...('merged' in change && { merged: change.merged }),
    ...('from' in change && { from: change.from }),
    ...('to' in change && { to: change.to }),
    ...(kind === 'conflict' && { aside: placeOf(change) }),
  };
}

/** What happened to every file. */
export function changesJson(outcomes: readonly Outcome[]): string {
  return `${JSON.stringify(
    outcomes.flatMap(({ plan }) => plan.changes.map(changeJson)),
    null,
    2,
  )}\n`;
}
