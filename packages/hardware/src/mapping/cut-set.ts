/** A set of nodes that cuts a node off: the inputs of a table for it. */
export interface Cut {
  readonly leaves: readonly number[];
  /** A bit for each leaf, by its number modulo 32: sets whose marks have too many bits are too large. */
  readonly marks: number;
  delay: number;
  area: number;
  edges: number;
  /** How often its leaves are read, on average. */
  averageReferences: number;
}

/** Which of two cuts comes first: less than 0 for `a`, more for `b`. */
export type CutOrder = (a: Cut, b: Cut) => number;

/** Differences below it are none. */
const epsilon = 0.005;

function difference(a: number, b: number): number {
  return Math.abs(a - b) <= epsilon ? 0 : a - b;
}

/** The fastest first, of these the smallest. */
export const byDelayThenSize: CutOrder = (a, b) =>
  difference(a.delay, b.delay) ||
  a.leaves.length - b.leaves.length ||
  difference(a.area, b.area) ||
  difference(a.edges, b.edges);

/** The fastest first, of these the cheapest. */
export const byDelayThenArea: CutOrder = (a, b) =>
  difference(a.delay, b.delay) ||
  difference(a.area, b.area) ||
  difference(a.edges, b.edges) ||
  a.leaves.length - b.leaves.length;

/** The cheapest first. */
export const byArea: CutOrder = (a, b) =>
  difference(a.area, b.area) ||
  difference(a.edges, b.edges) ||
  b.averageReferences - a.averageReferences ||
  a.leaves.length - b.leaves.length ||
  difference(a.delay, b.delay);

/** The leaves of two cuts, or undefined for more than `most`. */
export function union(
  a: readonly number[],
  b: readonly number[],
  most: number,
): number[] | undefined {
  const all: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (all.length === most) return undefined;
    const [x, y] = [a[i], b[j]];
    all.push(Math.min(x, y));
    if (x <= y) i++;
    if (y <= x) j++;
  }
  if (all.length + a.length - i + b.length - j > most) return undefined;
  for (; i < a.length; i++) all.push(a[i]);
  for (; j < b.length; j++) all.push(b[j]);
  return all;
}

/** Whether all of `few` are among `many`; both in order. */
function isWithin(few: readonly number[], many: readonly number[]): boolean {
  let j = 0;
  for (let i = 0; i < few.length; i++, j++) {
    while (j < many.length && many[j] < few[i]) j++;
    if (j === many.length || many[j] !== few[i]) return false;
  }
  return true;
}

/** Takes out what contains the leaves; whether one is contained in them. */
export function isCovered(cuts: Cut[], leaves: readonly number[], marks: number): boolean {
  for (let i = 0; i < cuts.length; i++) {
    const other = cuts[i];
    if (other.leaves.length > leaves.length) {
      if ((other.marks & marks) === marks && isWithin(leaves, other.leaves)) cuts.splice(i--, 1);
    } else if ((other.marks & marks) === other.marks && isWithin(other.leaves, leaves)) return true;
  }
  return false;
}

/** Puts a cut at its place among those in order, the last of more than `most` away. */
export function insert(cuts: Cut[], cut: Cut, order: CutOrder, most: number): void {
  let place = cuts.length;
  while (place > 0 && order(cuts[place - 1], cut) > 0) place--;
  if (place >= most) return;
  cuts.splice(place, 0, cut);
  if (cuts.length > most) cuts.pop();
}

export function countOnes(bits: number): number {
  let pairs = bits - ((bits >>> 1) & 0x55555555);
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
