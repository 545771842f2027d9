import type { ServiceDefinition } from '../model/service.js';
import type { Container, Stack } from '../model/stack.js';
import { networkName } from './compose-shared.js';
import { draw, frame, horizontal, vertical, type Label, type Stroke } from './docs/canvas.js';

type Tier = ServiceDefinition['tier'];
/** From the outside to the inside. */
const TIERS: readonly Tier[] = ['edge', 'application', 'background', 'data'];

function byTier(stack: Stack): readonly { readonly tier: Tier; readonly containers: readonly Container[] }[] {
  const { containers } = stack.environments.production;
  return TIERS.map((tier) => ({
    tier,
    containers: containers.filter(({ definition }) => definition.tier === tier),
  })).filter(({ containers: some }) => some.length > 0);
}

const address = ({ id, port }: Container): string => (port === undefined ? id : `${id}:${port}`);
/** Whom it asks: what only ends before it starts, such as the migrations, is not asked. */
const asks = ({ dependsOn }: Container): readonly string[] =>
  dependsOn.filter(({ until }) => until === 'healthy').map(({ service }) => service);
const published = (containers: readonly Container[]) =>
  containers.flatMap((container) =>
    container.publish.map(({ host, container: inside }) => ({ host, inside, container })),
  );

function named({ definition, replicas, oneShot }: Container, times: string): string {
  return `${definition.title}${oneShot ? ', once' : replicas > 1 ? ` ${times}${replicas}` : ''}`;
}

// --- Mermaid ---

// A hyphen could be taken for the beginning of an arrow.
const nodeId = (id: string): string => id.replaceAll('-', '_');
const SHAPES: Readonly<Record<Tier, readonly [string, string]>> = {
  edge: ['[', ']'],
  application: ['[', ']'],
  background: ['(', ')'],
  data: ['[(', ')]'],
};
// The text is dark on every one of them, on a page that is dark as well.
const COLOURS: Readonly<Record<Tier, string>> = {
  edge: 'fill:#dbeafe,stroke:#3b82f6,color:#111827',
  application: 'fill:#dcfce7,stroke:#22c55e,color:#111827',
  background: 'fill:#fef3c7,stroke:#f59e0b,color:#111827',
  data: 'fill:#ede9fe,stroke:#8b5cf6,color:#111827',
};

function node(container: Container, tier: Tier): string {
  const [open, close] = SHAPES[tier];
  return `${nodeId(container.id)}${open}"${named(container, '×').replaceAll('"', '#quot;')}<br/>${address(container)}"${close}`;
}

/** Production as a Mermaid flowchart, without the fence around it: an arrow leads to what a container asks. */
export function mermaid(stack: Stack): string {
  const { containers } = stack.environments.production;
  const tiers = byTier(stack);
  const nodes = tiers.flatMap(({ tier, containers: some }) =>
    some.map((container) => `  ${node(container, tier)}:::${tier}`),
  );
  const outside = [...new Set(published(containers).map(({ container }) => container))].map(
    (container) =>
      `  host_${nodeId(container.id)}(["Host, port ${container.publish.map(({ host }) => host).join(', ')}"]) --> ${nodeId(container.id)}`,
  );
  const arrows = containers.flatMap((container) =>
    asks(container).map((service) => `  ${nodeId(container.id)} --> ${nodeId(service)}`),
  );
  const colours = tiers.map(({ tier }) => `  classDef ${tier} ${COLOURS[tier]}`);
  return ['flowchart TB', ...nodes, ...outside, ...arrows, ...colours].join('\n');
}

// --- Text ---

interface Box {
  readonly lines: readonly string[];
  /** Whether it waits for another one, and so asks it something, or is asked. */
  readonly asks: boolean;
  readonly asked: boolean;
}

interface Row {
  readonly tier: Tier;
  readonly boxes: readonly Box[];
}

const COLUMNS = 78;
/** Left of the boxes, where a line leads past the background services. */
const MARGIN = 6;
const LANE = 2;
const HEIGHT = 4;
const PITCH = HEIGHT + 1;

function boxOf(container: Container, asked: boolean, times: string): Box {
  const fit = (line: string): string =>
    line.length > COLUMNS - MARGIN - 4 ? `${line.slice(0, COLUMNS - MARGIN - 5)}~` : line;
  return {
    lines: [fit(named(container, times)), fit(address(container))],
    asks: asks(container).length > 0,
    asked,
  };
}

function rowsOf(stack: Stack, times: string): { readonly rows: readonly Row[]; readonly width: number } {
  const asked = new Set(stack.environments.production.containers.flatMap(asks));
  const tiers = byTier(stack).map(({ tier, containers }) => ({
    tier,
    boxes: containers.map((container) => boxOf(container, asked.has(container.id), times)),
  }));
  const width =
    Math.max(...tiers.flatMap(({ boxes }) => boxes.flatMap(({ lines }) => lines)).map((line) => line.length)) + 4;
  const perRow = Math.max(1, Math.floor((COLUMNS - MARGIN + 1) / (width + 1)));
  const rows = tiers.flatMap(({ tier, boxes }) =>
    Array.from({ length: Math.ceil(boxes.length / perRow) }, (_, row) => ({
      tier,
      boxes: boxes.slice(row * perRow, (row + 1) * perRow),
    })),
  );
  return { rows, width };
}

/** Whether the line to the data leads past a row instead of through it. */
function passed(rows: readonly Row[], index: number): boolean {
  const here = rows[index]?.tier;
  const below = rows.slice(index + 1).some(({ tier }) => tier === 'data');
  return index > 0 && below && (here === 'background' || here === 'data');
}

/** Where the middle of each box of a row is. */
type Centres = (row: Row | undefined, which: 'asks' | 'asked') => readonly number[];

/** The line between two rows: from what asks above to what is asked below, and along the lane. */
function bus(rows: readonly Row[], index: number, top: number, centres: Centres): readonly Stroke[] {
  const y = top + index * PITCH + HEIGHT;
  const [above, below] = [rows[index], rows[index + 1]];
  const ups = above?.tier === 'data' ? [] : centres(above, 'asks');
  const downs = passed(rows, index + 1) && below?.tier === 'background' ? [] : centres(below, 'asked');
  const lane = passed(rows, index) || passed(rows, index + 1) ? [LANE] : [];
  const all = [...ups, ...downs, ...lane];
  if (all.length < 2) return [];
  return [
    horizontal(y, Math.min(...all), Math.max(...all)),
    ...ups.map((x) => vertical(x, y - 1, y)),
    ...downs.map((x) => vertical(x, y, y + 1)),
    ...(passed(rows, index + 1) ? [vertical(LANE, y, y + PITCH)] : []),
  ];
}

function picture(stack: Stack, ascii: boolean): readonly string[] {
  const { rows, width } = rowsOf(stack, ascii ? 'x' : '×');
  const left = (column: number): number => MARGIN + column * (width + 1);
  const middle = (column: number): number => left(column) + Math.floor(width / 2);
  const centres: Centres = (row, which) =>
    row?.boxes.flatMap((box, column) => (box[which] ? [middle(column)] : [])) ?? [];
  const open = published(byTier(stack)[0]?.containers ?? []).map(({ host }) => host);
  // Where nothing is published, no line comes in.
  const top = open.length > 0 ? 2 : 0;
  const entry = middle(0);
  const way = `port ${open.join(', ')}`;
  const boxes = rows.flatMap(({ boxes: row }, index) =>
    row.map(({ lines }, column) => ({ lines, x: left(column), y: top + index * PITCH })),
  );
  const strokes = [
    ...(open.length > 0 ? [vertical(entry, 1, 2)] : []),
    ...boxes.flatMap(({ x, y }) => frame(x, y, width, HEIGHT)),
    ...rows.slice(1).flatMap((_, index) => bus(rows, index, top, centres)),
  ];
  const labels: readonly Label[] = [
    ...(open.length > 0 ? [{ x: Math.max(0, entry - Math.floor(way.length / 2)), y: 0, text: way }] : []),
    ...boxes.flatMap(({ lines, x, y }) =>
      lines.map((text, line) => ({ x: x + Math.floor((width - text.length) / 2), y: y + 1 + line, text })),
    ),
  ];
  return draw(strokes, labels, ascii);
}

/** `title: a, b, c`, broken between items. */
function wrapped(title: string, items: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let line = `${title}:`;
  for (const [index, item] of items.entries()) {
    const next = `${item}${index < items.length - 1 ? ',' : ''}`;
    if (line.length + 1 + next.length > COLUMNS) {
      lines.push(line);
      line = ' '.repeat(title.length + 1);
    }
    line += ` ${next}`;
  }
  return [...lines, line];
}

function legend(stack: Stack, ascii: boolean): readonly string[] {
  const { containers } = stack.environments.production;
  const arrow = ascii ? '->' : '→';
  const ports = published(containers).map(
    ({ host, inside, container }) => `${host} ${arrow} ${container.id}:${inside}`,
  );
  const networks = (['edge', 'data'] as const).flatMap((id) => {
    const members = containers.filter((container) => container.networks.includes(id)).map((container) => container.id);
    const closed = id === 'data' ? ' (internal)' : '';
    return members.length > 0 ? wrapped(`network ${networkName(stack, id)}${closed}`, members) : [];
  });
  return [...(ports.length > 0 ? wrapped('published', ports) : []), ...networks];
}

/**
 * Production as a picture of text, at most 78 columns wide: rows from the edge to the data, then the ports and the
 * networks. Ends without a line break.
 *
 * @example
 * console.log(topologyText(stack, { ascii: process.platform === 'win32' }));
 */
export function topologyText(stack: Stack, { ascii = false }: { readonly ascii?: boolean } = {}): string {
  if (stack.environments.production.containers.length === 0) return '';
  return [...picture(stack, ascii), '', ...legend(stack, ascii)].join('\n');
}
