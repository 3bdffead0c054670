import type { LevelAccesses, Loop, LoopAxis, LoopLayer, LoopMapping } from "@bnnkit/hardware";

type Dimension = Loop["dimension"];
type Range = readonly [from: number, to: number];
type Ranges = Readonly<Record<Dimension, Range>>;
type Operand = "weights" | "inputs" | "outputs";

/** What a nest reads and writes, by running it: loops one in another, and in each body that loads an operand product after product. */
export function simulateLoops(
  layer: LoopLayer,
  mapping: LoopMapping,
): Omit<LevelAccesses, "name">[] {
  return mapping.levels.map((_, level) => {
    const loops = mapping.levels.slice(0, level + 1).flatMap((l) => l.loops);
    const seen = new Set<string>();
    const counts = { weightReads: 0, inputReads: 0, partialReads: 0, outputWrites: 0 };
    for (const operand of ["weights", "inputs", "outputs"] as const) {
      run(mapping, layer, loops, operand, (touched) => {
        if (operand === "weights") counts.weightReads += touched.size;
        else if (operand === "inputs") counts.inputReads += touched.size;
        else {
          counts.outputWrites += touched.size;
          for (const address of touched) {
            if (seen.has(address)) counts.partialReads++;
            seen.add(address);
          }
        }
      });
    }
    return counts;
  });
}

const dimensionsOf: Readonly<Record<Operand, readonly Dimension[]>> = {
  weights: ["outputs", "inputs", "kernelRows", "kernelColumns"],
  inputs: ["batch", "inputs", "rows", "columns"],
  outputs: ["batch", "outputs", "rows", "columns"],
};

function run(
  { positions }: LoopMapping,
  layer: LoopLayer,
  loops: readonly Loop[],
  operand: Operand,
  load: (touched: ReadonlySet<string>) => void,
): void {
  const [rows, columns] = [axisOf(layer.rows), axisOf(layer.columns)];
  const size = (axis: Axis): number => (positions === "output" ? axis.outputs : axis.input);
  const whole: Ranges = {
    ...{ batch: [0, layer.batch ?? 1], outputs: [0, layer.outputs], inputs: [0, layer.inputs] },
    ...{ rows: [0, size(rows)], columns: [0, size(columns)] },
    ...{ kernelRows: [0, rows.kernel], kernelColumns: [0, columns.kernel] },
  };
  const isMet = operand === (positions === "output" ? "inputs" : "outputs");
  const own: readonly Dimension[] = isMet
    ? [...dimensionsOf[operand], "kernelRows", "kernelColumns"]
    : dimensionsOf[operand];
  const stepping = loops.filter(({ dimension, tile }, i) => {
    const [, to] = whole[dimension];
    const before = loops.slice(0, i).filter((loop) => loop.dimension === dimension);
    return tile < Math.min(to, ...before.map((loop) => loop.tile));
  });
  const depth = 1 + stepping.findLastIndex(({ dimension }) => own.includes(dimension));
  const nest = (ranges: Ranges, level: number): void => {
    if (level === depth) {
      load(addresses(operand, positions, ranges, [rows, columns]));
      return;
    }
    const { dimension, tile } = stepping[level];
    const [from, to] = ranges[dimension];
    for (let start = from; start < to; start += tile)
      nest({ ...ranges, [dimension]: [start, Math.min(start + tile, to)] }, level + 1);
  };
  nest(whole, 0);
}

function addresses(
  operand: Operand,
  positions: "output" | "input",
  ranges: Ranges,
  [rows, columns]: readonly [Axis, Axis],
): Set<string> {
  const touched = new Set<string>();
  const numbers = (d: Dimension): number[] => {
    const [from, to] = ranges[d];
    return Array.from({ length: to - from }, (_, i) => from + i);
  };
  for (const n of numbers("batch"))
    for (const f of numbers("outputs"))
      for (const c of numbers("inputs"))
        for (const y of numbers("rows"))
          for (const x of numbers("columns"))
            for (const i of numbers("kernelRows"))
              for (const j of numbers("kernelColumns")) {
                const [py, px] = [pair(rows, positions, y, i), pair(columns, positions, x, j)];
                if (operand === "weights") touched.add(`${f} ${c} ${i} ${j}`);
                else if (operand === "inputs") {
                  if (positions === "input") touched.add(`${n} ${c} ${y} ${x}`);
                  else if (py && px) touched.add(`${n} ${c} ${py.input} ${px.input}`);
                } else if (positions === "output") touched.add(`${n} ${f} ${y} ${x}`);
                else if (py && px) touched.add(`${n} ${f} ${py.output} ${px.output}`);
              }
  return touched;
}

interface Axis extends Required<LoopAxis> {
  readonly outputs: number;
}

function axisOf(given: LoopAxis = { input: 1 }): Axis {
  const axis = { kernel: 1, stride: 1, dilation: 1, before: 0, after: 0, ...given };
  let outputs = 0;
  const last = (axis.kernel - 1) * axis.dilation;
  while (outputs * axis.stride + last < axis.before + axis.input + axis.after) outputs++;
  return { ...axis, outputs };
}

/** The input and output that a kernel element joins; found by trying all of them. */
function pair(
  axis: Axis,
  positions: "output" | "input",
  position: number,
  k: number,
): { readonly input: number; readonly output: number } | undefined {
  for (let output = 0; output < axis.outputs; output++) {
    const input = output * axis.stride + k * axis.dilation - axis.before;
    const isIts = position === (positions === "output" ? output : input);
    if (isIts && input >= 0 && input < axis.input) return { input, output };
  }
  return undefined;
}
