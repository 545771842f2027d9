import { evidenceOf, textOf, at } from '../code.js';
import type { HealthRoute } from '../detected.js';
import type { Fact, Sureness } from '../fact.js';
import type { Route } from './routes.js';

const READY = /^(ready|readyz|readiness|is[-_]?ready)$/;
const LIVE =
  /^(_*health|health[-_]?z|health[-_]?checks?|_?healthcheck|live|livez|liveness|alive|is[-_]?alive|ping|heartbeat|up|status)$/;
const LIVES = /(live|livez|liveness|alive|ping|heartbeat)\/?$/;
// `status` and `up` may be about anything that the application is about.
const VAGUE = /^(status|up|ping|heartbeat)$/;

function says(path: string): HealthRoute['says'] | undefined {
  const last =
    path
      .split('/')
      .findLast((word) => word !== '')
      ?.toLowerCase() ?? '';
  if (READY.test(last)) return 'ready';
  return LIVE.test(last) ? 'live' : undefined;
}

/** Whether who asks must be somebody. */
function asksWho({ handler }: Route): boolean {
  const list = handler?.node.getChild('ParamList');
  return list
    ? /current_?user|oauth2|api_?key|authori[sz]|HTTPBearer|require_/i.test(textOf(at(handler!, list)))
    : false;
}

function sureness(route: Route): Sureness {
  if (!route.certain || asksWho(route)) return 'guessed';
  return VAGUE.test(route.path.split('/').findLast((word) => word !== '') ?? '') ? 'likely' : 'certain';
}

const ORDER: readonly Sureness[] = ['certain', 'likely', 'guessed'];

/** Routes that answer GET, take nothing from their path and are named as those of health are; the surest and shortest first. */
export function healthRoutes(routes: readonly Route[]): readonly Fact<HealthRoute>[] {
  const facts = routes.flatMap((route): Fact<HealthRoute>[] => {
    const kind = route.get && !route.path.includes('{') ? says(route.path) : undefined;
    if (kind === undefined) return [];
    const value = { path: route.path.startsWith('/') ? route.path : `/${route.path}`, says: kind };
    return [{ value, sure: sureness(route), evidence: evidenceOf(route.code) }];
  });
  const sorted = facts.toSorted(
    (a, b) => ORDER.indexOf(a.sure) - ORDER.indexOf(b.sure) || a.value.path.length - b.value.path.length,
  );
  const once = sorted.filter(({ value }, i) => sorted.findIndex((other) => other.value.path === value.path) === i);
  // Beside one that says that the process lives, `/health` says more than that.
  if (!once.some(({ value }) => LIVES.test(value.path))) return once;
  return once.map((fact) =>
    LIVES.test(fact.value.path) ? fact : { ...fact, value: { ...fact.value, says: 'ready' } },
  );
}

/** The words `api` and `v1` with which most of an application's paths begin. */
export function apiPrefix(routes: readonly Route[]): Fact<string> | undefined {
  const counts = new Map<string, Route[]>();
  // Those of health are often beside it.
  const others = routes.filter(({ path }) => says(path) === undefined);
  for (const route of others) {
    const words = route.path.split('/').slice(1, -1);
    const end = words.findLastIndex((word, index) => index < 3 && /^(api|v\d+)$/i.test(word));
    const prefix = end < 0 ? '' : `/${words.slice(0, end + 1).join('/')}`;
    counts.set(prefix, [...(counts.get(prefix) ?? []), route]);
  }
  const outside = counts.get('')?.filter(({ path }) => path !== '/').length ?? 0;
  counts.delete('');
  const [first] = [...counts].toSorted((a, b) => b[1].length - a[1].length);
  if (!first || first[1].length * 2 < others.length - outside) return undefined;
  const [value, under] = first;
  const all = outside === 0 && counts.size === 1;
  const sure = all && under.every(({ certain }) => certain) ? 'certain' : under.length > outside ? 'likely' : 'guessed';
  return { value, sure, evidence: evidenceOf(under[0]!.code) };
}
