import type { InMemoryArray } from "../memory/in-memory-array.ts";
import type {
  LayerEstimate,
  ModelEstimate,
  PricedCircuit,
  ResourceUse,
} from "../model-estimate/model-estimate.ts";
import type { ProcessorNode } from "../network/plan-dataflow.ts";
import { writeFigure, writeNumber } from "./write-number.ts";

/** Rows of a table, the names of its columns first. */
export type Rows = readonly (readonly string[])[];

/** What a model costs, in short. */
export function headlineRows(estimate: ModelEstimate): Rows {
  const { part, clockMHz, arrangement, timing, total, traffic, layers, processor } = estimate;
  const macs = layers.reduce((sum, layer) => sum + layer.macs, 0);
  const left = processor.reduce((sum, node) => sum + node.macs, 0);
  const unit = arrangement === "units" ? "positions" : "frames";
  const rows: (readonly [string, string])[] = [
    ["what", "estimate (nine of ten within)"],
    ["part", `${part.name} at ${clockMHz} MHz`],
    ["arrangement", arrangements[arrangement]],
  ];
  if (timing !== undefined)
    rows.push(
      [`${unit} per second`, writeFigure(timing.framesPerSecond)],
      ["clocks from one to the next", writeFigure(timing.initiationInterval)],
      ["latency", `${writeFigure(timing.latencyMicroseconds)} µs`],
      ["slowest", timing.bottleneck],
    );
  rows.push(...sizeRows(total), ["energy", `${writeFigure(total.energyPj)} pJ`]);
  for (const { array } of layers) if (array !== undefined) rows.push(...arrayRows(array));
  rows.push(
    ["multiply-accumulates in circuits", writeNumber(macs)],
    ["… on the processor", writeNumber(left)],
    ["bits in and out", `${writeNumber(traffic.inputBits)}, ${writeNumber(traffic.outputBits)}`],
    ["bits of weights", writeNumber(traffic.weightBits)],
    ["… read", writeNumber(traffic.weightBitsRead)],
    ["bits of buffers", writeNumber(traffic.bufferBits)],
    ["fits", estimate.fits ? "yes" : "no"],
  );
  return rows;
}

const arrangements: Readonly<Record<ModelEstimate["arrangement"], string>> = {
  dataflow: "layers joined by streams",
  "shared-engine": "one engine that does a layer after another",
  "in-memory": "one memory that sums up its rows, a layer after another",
  units: "products as units beside a processor",
  none: "nothing can be built",
};

/** Its memories apart from the rest: of one process, at its own supply. */
function arrayRows({
  memories,
  areaUm2,
  energyPj,
  passes,
}: InMemoryArray): readonly (readonly [string, string])[] {
  const reads = passes.reduce((sum, { accesses }) => sum + accesses.weightReads, 0);
  return [
    ...memories.map(({ holds, words, width, made }): readonly [string, string] => {
      const of = made.made === "sram" ? `${made.macros} macros` : "flip-flops";
      return [`memory of ${holds}`, `${writeNumber(words)} × ${writeNumber(width)} bits, ${of}`];
    }),
    ["… area at 130 nm", `${writeFigure(areaUm2)} µm²`],
    ["… rows summed up", writeNumber(reads)],
    ["… energy at 130 nm, 1.2 V", `${writeFigure(energyPj)} pJ`],
  ];
}

function sizeRows(total: PricedCircuit): readonly (readonly [string, string])[] {
  const { lut, lutOfMemories, ff, carry, bram, dsp, areaGe, areaUm2 } = total;
  const named = [
    ["look-up tables", lut],
    ["… of them memories", lutOfMemories],
    ["flip-flops", ff],
    ["carry cells", carry],
    ["block memories", bram],
    ["multipliers", dsp],
    ["gate equivalents", areaGe],
    ["area, µm²", areaUm2],
  ] as const;
  return named
    .filter(([, { high }]) => high > 0)
    .map(([name, figure]) => [name, writeFigure(figure)]);
}

/** Layer by layer with their units: where each table and picojoule goes. */
export function layerRows({ layers, total, part }: ModelEstimate): Rows {
  const isAsic = part.target === "asic";
  const size = isAsic ? "gate equivalents" : "look-up tables";
  const own = (circuit: PricedCircuit): string[] => [
    writeNumber((isAsic ? circuit.areaGe : circuit.lut).value),
    writeNumber(circuit.ff.value),
    writeNumber(circuit.bram.value),
    writeNumber(circuit.energyPj.value),
  ];
  return [
    ["layer", "folding", "clocks", size, "flip-flops", "block memories", "pJ"],
    ...layers.flatMap((layer) => [
      [layer.name, foldingOf(layer), writeNumber(layer.cycles), ...own(layer)],
      ...layer.stages.map((stage) => [`  ${stage.unit}`, "", "", ...own(stage)]),
      ...(layer.passes ?? []).map(({ name, cycles, energyPj }) => [
        ...[`  · ${name}`, "", writeNumber(cycles), "", "", "", writeNumber(energyPj.value)],
      ]),
    ]),
    ["all", "", "", ...own(total)],
  ];
}

function foldingOf({ folding }: LayerEstimate): string {
  return folding === undefined ? "" : `${folding.pe} × ${folding.simd}`;
}

/** How full a part is. */
export function useRows(use: readonly ResourceUse[]): Rows {
  return [
    ["of the part", "used", "there", "share", "most of it"],
    ...use
      .filter(({ used }) => used.value > 0)
      .map(({ resource, used, available, share, mostOf }) => [
        resourceNames[resource],
        writeNumber(used.value),
        writeNumber(available),
        `${writeNumber(100 * share)} %`,
        mostOf,
      ]),
  ];
}

const resourceNames: Readonly<Record<ResourceUse["resource"], string>> = {
  ...{ lut: "look-up tables", ff: "flip-flops", bram: "block memories", dsp: "multipliers" },
};

/** What stays on the processor, and why; those with work first. */
export function processorRows(processor: readonly ProcessorNode[]): Rows {
  const sorted = [...processor].sort((a, b) => b.macs - a.macs);
  return [
    ["node", "op", "multiply-accumulates", "why"],
    ...sorted.map(({ node, op, macs, reason }) => [node, op, writeNumber(macs), reason]),
  ];
}
