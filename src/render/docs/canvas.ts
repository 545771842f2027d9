/** A straight line between two cells, ends included; lines that meet or cross join by themselves. */
export interface Stroke {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

const UP = 1;
const DOWN = 2;
const LEFT = 4;
const RIGHT = 8;
// By the sum of the directions in which a cell goes on; a line that ends looks as one that goes on.
const UNICODE = ' │││─┘┐┤─└┌├─┴┬┼';
const ASCII = ' |||-+++-+++-+++';

export const horizontal = (y: number, x1: number, x2: number): Stroke => ({ x1, y1: y, x2, y2: y });
export const vertical = (x: number, y1: number, y2: number): Stroke => ({ x1: x, y1, x2: x, y2 });

/** The four sides of a box, corners included. */
export function frame(x: number, y: number, width: number, height: number): readonly Stroke[] {
  const [right, bottom] = [x + width - 1, y + height - 1];
  return [horizontal(y, x, right), horizontal(bottom, x, right), vertical(x, y, bottom), vertical(right, y, bottom)];
}

/** For each cell, row after row, the directions in which it goes on. */
function directions(strokes: readonly Stroke[], width: number, height: number): Uint8Array {
  const cells = new Uint8Array(width * height);
  const go = (x: number, y: number, bits: number): void => {
    cells[y * width + x]! |= bits;
  };
  for (const { x1, y1, x2, y2 } of strokes) {
    for (let x = x1; x < x2; x += 1) {
      go(x, y1, RIGHT);
      go(x + 1, y1, LEFT);
    }
    for (let y = y1; y < y2; y += 1) {
      go(x1, y, DOWN);
      go(x1, y + 1, UP);
    }
  }
  return cells;
}

/** The picture as lines of text, without blanks at their ends. */
export function draw(strokes: readonly Stroke[], labels: readonly Label[], ascii: boolean): readonly string[] {
  const ends = [
    ...strokes.map(({ x2, y2 }) => [x2, y2] as const),
    ...labels.map(({ x, y, text }) => [x + text.length - 1, y] as const),
  ];
  const width = Math.max(...ends.map(([x]) => x)) + 1;
  const height = Math.max(...ends.map(([, y]) => y)) + 1;
  const cells = directions(strokes, width, height);
  const signs = ascii ? ASCII : UNICODE;
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from(cells.subarray(y * width, (y + 1) * width), (bits) => signs[bits] ?? ' '),
  );
  for (const { x, y, text } of labels) rows[y]?.splice(x, text.length, ...text);
  return rows.map((row) => row.join('').trimEnd());
}
