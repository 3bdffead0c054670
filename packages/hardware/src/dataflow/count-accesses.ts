import { checkPositiveInteger } from "@bnnkit/core";
import { partnersOf } from "./axis-overlap.ts";
import {
  type LoopDimension,
  type LoopLayer,
  type ResolvedLayer,
  resolveLayer,
} from "./loop-layer.ts";
import type { Loop, LoopMapping } from "./loop-mapping.ts";
import { piecesOf } from "./pieces.ts";

/** Numbers that pass between a level and the memory outside of it. */
export interface LevelAccesses {
  readonly name: string;
  readonly weightReads: number;
  readonly inputReads: number;
  /** Partial sums that come back to be added to, and sums that go out, whether whole or not. */
  readonly partialReads: number;
  readonly outputWrites: number;
}

export interface LoopCounts {
  /** Products of all outputs, those with margins among them. */
  readonly macs: number;
  /** Steps of the innermost loop: clocks, if a step takes one. */
  readonly steps: number;
  /** Products that a step can do. */
  readonly parallel: number;
  /** `macs / (steps · parallel)`. */
  readonly utilization: number;
  readonly levels: readonly LevelAccesses[];
}

/**
 * Counts exactly what a loop nest reads and writes at each of its levels.
 *
 * An operand is loaded in the body of the innermost loop over one of its dimensions, and so again in each step of every loop around that one, whether
 * it depends on it or not; loops of one step count as none. Margins are not read. A sum whose loops over inputs and kernel are all within is written
 * once and never read back.
 *
 * @throws RangeError for a layer without outputs, for sizes < 1, and for no level.
 */
export function countAccesses(layer: LoopLayer, mapping: LoopMapping): LoopCounts {
  const resolved = resolveLayer("countAccesses", layer);
  checkPositiveInteger("countAccesses", "mapping.levels.length", mapping.levels.length);
  for (const { dimension, tile } of mapping.levels.flatMap(({ loops }) => loops))
    checkPositiveInteger("countAccesses", `tile of ${dimension}`, tile);
  const extents = extentsOf(resolved, mapping.positions);
  const every = mapping.levels.flatMap(({ loops }) => loops);
  const all = properLoops(extents, every);
  const levels = mapping.levels.map(({ name }, i) => {
    const inward = mapping.levels.slice(0, i + 1).flatMap(({ loops }) => loops);
    return { name, ...accessesOf({ layer: resolved, mapping, extents }, inward) };
  });
  const { outputs, inputs, batch, rows, columns } = resolved;
  const macs =
    batch * outputs * inputs * rows.output * columns.output * rows.kernel * columns.kernel;
  const steps = product(dimensions, (d) => piecesOf(extents[d], tilesOf(all, d)).length);
  const parallel = product(dimensions, (d) => Math.min(extents[d], ...tilesOf(all, d)));
  return { macs, steps, parallel, utilization: macs / (steps * parallel), levels };
}

const dimensions: readonly LoopDimension[] = [
  ...(["batch", "outputs", "inputs", "rows", "columns"] as const),
  ...(["kernelRows", "kernelColumns"] as const),
];

type Extents = Readonly<Record<LoopDimension, number>>;

interface Nest {
  readonly layer: ResolvedLayer;
  readonly mapping: LoopMapping;
  readonly extents: Extents;
}

function extentsOf(layer: ResolvedLayer, positions: "output" | "input"): Extents {
  const { batch, outputs, inputs, rows, columns } = layer;
  return {
    ...{ batch, outputs, inputs, rows: rows[positions], columns: columns[positions] },
    ...{ kernelRows: rows.kernel, kernelColumns: columns.kernel },
  };
}

/** Loops that step more than once. */
function properLoops(extents: Extents, loops: readonly Loop[]): Loop[] {
  const left = { ...extents };
  return loops.filter(({ dimension, tile }) => {
    const isProper = tile < left[dimension];
    if (isProper) left[dimension] = tile;
    return isProper;
  });
}

function tilesOf(loops: readonly Loop[], dimension: LoopDimension): number[] {
  return loops.filter((loop) => loop.dimension === dimension).map(({ tile }) => tile);
}

function accessesOf(nest: Nest, inward: readonly Loop[]): Omit<LevelAccesses, "name"> {
  const loops = properLoops(nest.extents, inward);
  const direct = ["rows", "columns"] as const;
  const kernel = ["kernelRows", "kernelColumns"] as const;
  // Of inputs and outputs the positions of one are loops, those of the other where a kernel element meets them.
  const isOutput = nest.mapping.positions === "output";
  const whole = (dimension: "inputs" | "outputs"): number =>
    loadsOf(nest, loops, ["batch", dimension, ...direct]);
  const met = (dimension: "inputs" | "outputs"): number =>
    loadsOf(nest, loops, ["batch", dimension, ...direct, ...kernel]);
  const outputWrites = isOutput ? whole("outputs") : met("outputs");
  const { batch, outputs } = nest.extents;
  const distinct = isOutput
    ? batch * outputs * nest.extents.rows * nest.extents.columns
    : batch * outputs * meetings(nest, [], "rows") * meetings(nest, [], "columns");
  return {
    weightReads: loadsOf(nest, loops, ["outputs", "inputs", ...kernel]),
    inputReads: isOutput ? met("inputs") : whole("inputs"),
    partialReads: outputWrites - distinct,
    outputWrites,
  };
}

/** Numbers that are loaded of an operand with these dimensions. */
function loadsOf(nest: Nest, loops: readonly Loop[], own: readonly LoopDimension[]): number {
  const around = loops.slice(
    0,
    loops.findLastIndex(({ dimension }) => own.includes(dimension)) + 1,
  );
  const isMet = own.includes("rows") && own.includes("kernelRows");
  const axes = isMet ? meetings(nest, around, "rows") * meetings(nest, around, "columns") : 1;
  const ofAxes: readonly LoopDimension[] = isMet
    ? ["rows", "columns", "kernelRows", "kernelColumns"]
    : [];
  const rest = dimensions.filter((dimension) => !ofAxes.includes(dimension));
  return (
    axes *
    product(rest, (dimension) =>
      own.includes(dimension)
        ? nest.extents[dimension]
        : piecesOf(nest.extents[dimension], tilesOf(around, dimension)).length,
    )
  );
}

/** Partners on one axis of every step's positions and kernel elements. */
function meetings(nest: Nest, loops: readonly Loop[], axis: "rows" | "columns"): number {
  const kernel = axis === "rows" ? "kernelRows" : "kernelColumns";
  const positions = piecesOf(nest.extents[axis], tilesOf(loops, axis));
  const elements = piecesOf(nest.extents[kernel], tilesOf(loops, kernel));
  let count = 0;
  for (const position of positions) {
    for (const element of elements)
      count += partnersOf(nest.layer[axis], nest.mapping.positions, position, element);
  }
  return count;
}

function product<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total * of(item), 1);
}
