import { exactFigure, type Figure, figureBetween, scaleFigure } from "../figure.ts";
import { type ChosenFolding, cheapestFor, paretoFoldings } from "../folding/choose-folding.ts";
import { engineFoldings } from "../folding/engine-foldings.ts";
import { type InMemoryArray, inMemoryArray } from "../memory/in-memory-array.ts";
import type { Folding, PlannedLayer } from "../network/dataflow-builder.ts";
import { type DataflowPlan, planChain } from "../network/plan-dataflow.ts";
import { beatsOf } from "../network/run-dataflow.ts";
import { firstSample, type StagePassage } from "../schedule/first-sample.ts";
import { fastestWithin } from "./choose-fitting.ts";
import { sizeOf, sizeOfStages } from "./circuit-size.ts";
import { estimateNotes } from "./estimate-notes.ts";
import type {
  LayerEstimate,
  ModelEstimate,
  ModelTiming,
  ModelTraffic,
  PassEstimate,
  StageEstimate,
} from "./model-estimate.ts";
import type { ModelQuestion } from "./model-question.ts";
import { foldingCost, isWithin, partUse } from "./part-use.ts";
import { addCircuits, priceStage } from "./price-circuit.ts";

/** The estimate of a chain of layers that are joined by streams. */
export function estimateDataflow(question: ModelQuestion): ModelEstimate {
  const { model, part, clockMHz } = question;
  const folding = question.folding ?? chosenFolding(question).folding;
  const plan = planOf(question, folding);
  const stages = plan.stages.map(({ config }) => config);
  const passages = firstSample(stages, beatsOf(plan.input));
  const clocks = slowestClocks(plan, passages);
  const layers = plan.layers.map((layer) => layerOf(question, plan, { layer, passages, clocks }));
  const total = addCircuits(layers);
  const use = partUse(part, total, layers);
  const fits = isWithin(sizeOf(total), part);
  const traffic = trafficOf(question, plan);
  return {
    ...{ kind: "estimate", model, part, clockMHz, arrangement: plan.architecture },
    folding: Object.fromEntries(
      layers.flatMap((layer) => (layer.folding ? [[layer.name, layer.folding]] : [])),
    ),
    ...{ layers, total, traffic, use, fits, processor: plan.processor },
    timing: timingOf(question, plan, { passages, clocks, traffic }),
    notes: estimateNotes({ part, clockMHz, use, layers }),
  };
}

/** The front of foldings by the share of the part that they take.
 *  @throws RangeError for a rate that none reaches. */
function chosenFolding(question: ModelQuestion): ChosenFolding {
  const { part, clockMHz, costs, framesPerSecond } = question;
  if (framesPerSecond !== undefined) {
    const foldings = foldingFront(question);
    return cheapestFor(foldings, { framesPerSecond, clockMHz });
  }
  return fastestWithin(foldingFront(question), ({ folding }) =>
    isWithin(sizeOfStages(planOf(question, folding).stages, costs), part),
  );
}

/** Foldings that are worth it, from the cheapest to the fastest. */
export function foldingFront(question: ModelQuestion): readonly ChosenFolding[] {
  const { part, costs, architecture } = question;
  if (architecture !== "dataflow") return engineFoldings((folding) => planOf(question, folding));
  const cost = foldingCost(part, costs);
  return paretoFoldings(planOf(question, {}), { cost });
}

function planOf(
  { parted, style, architecture }: ModelQuestion,
  folding: Readonly<Record<string, Folding>>,
): DataflowPlan {
  return planChain(parted, undefined, { folding, architecture, ...(style && { style }) });
}

/** No stage passes beats faster than one a clock. */
function slowestClocks(plan: DataflowPlan, passages: readonly StagePassage[]): number {
  const cycles = plan.layers.map((layer) => layer.cycles);
  const beats = passages.map((passage) => passage.beats);
  return Math.max(beatsOf(plan.input), ...cycles, ...beats);
}

interface LayerWork {
  readonly layer: PlannedLayer;
  readonly passages: readonly StagePassage[];
  readonly clocks: number;
}

function layerOf(
  { part, costs, parted }: ModelQuestion,
  plan: DataflowPlan,
  { layer, passages, clocks }: LayerWork,
): LayerEstimate {
  const { name, kind, nodes, cycles, passes } = layer;
  const stages = plan.stages.flatMap((stage, i): StageEstimate[] => {
    if (!layer.stages.includes(stage.name)) return [];
    const { unit } = stage.config;
    const steps = unit === "matrix-vector" || unit === "shared-engine" ? cycles : passages[i].beats;
    return [priceStage(stage, costs(stage.config), { part, steps, clocks })];
  });
  const macsOf = (built: readonly string[]): number =>
    parted.chain
      .filter(({ typed }) => built.includes(typed.node.name))
      .reduce((sum, counted) => sum + counted.macs, 0);
  const circuit = addCircuits(stages);
  return {
    ...{ name, kind, nodes, macs: macsOf(nodes), cycles, stages, ...circuit },
    ...foldingOf(plan, layer),
    ...arrayOf(plan, layer),
    ...(passes && {
      passes: passes.map(
        (pass): PassEstimate => ({
          ...{ name: pass.name, nodes: pass.nodes, macs: macsOf(pass.nodes) },
          ...{ weightBits: pass.weightBits, cycles: pass.cycles },
          accesses: pass.accesses,
          energyPj: scaleFigure(circuit.energyPj, pass.cycles / cycles),
        }),
      ),
    }),
    weightBits: productsOf(layer).reduce((sum, one) => sum + one.weightBits, 0),
  };
}

/** Outputs and inputs at a time of a product or an engine. */
function foldingOf({ stages }: DataflowPlan, layer: PlannedLayer): { readonly folding?: Folding } {
  const configs = stages
    .filter(({ name }) => layer.stages.includes(name))
    .map(({ config }) => config);
  for (const config of configs) {
    if (config.unit !== "matrix-vector" && config.unit !== "shared-engine") continue;
    return { folding: { pe: config.pe, simd: config.simd } };
  }
  return {};
}

/** The memories of an engine that sums up in them. */
function arrayOf(
  { stages, architecture }: DataflowPlan,
  layer: PlannedLayer,
): { readonly array?: InMemoryArray } {
  if (architecture !== "in-memory") return {};
  for (const { name, config } of stages)
    if (config.unit === "shared-engine" && layer.stages.includes(name))
      return { array: inMemoryArray(config) };
  return {};
}

/** The products of a layer: of an engine all that it does. */
function productsOf({
  product,
  passes,
  vectors,
}: PlannedLayer): readonly { readonly weightBits: number; readonly vectors: number }[] {
  if (passes !== undefined) return passes;
  if (product === undefined) return [];
  return [{ weightBits: product.inputs * product.outputs * product.weightBits, vectors }];
}

interface TimedPlan {
  readonly passages: readonly StagePassage[];
  readonly clocks: number;
  readonly traffic: ModelTraffic;
}

function timingOf(
  { clockMHz, linkGigabitsPerSecond }: ModelQuestion,
  plan: DataflowPlan,
  { passages, clocks, traffic }: TimedPlan,
): ModelTiming {
  const bits = Math.max(traffic.inputBits, traffic.outputBits);
  const transfer =
    linkGigabitsPerSecond === undefined ? 0 : (bits / linkGigabitsPerSecond / 1000) * clockMHz;
  const interval = Math.max(clocks, transfer);
  const [slowest] = [...plan.layers].sort((a, b) => b.cycles - a.cycles);
  const latencyCycles = latencyOf(passages[passages.length - 1].lastClock + 1);
  return {
    initiationInterval: exactFigure(interval, scheduleSource),
    latencyCycles,
    latencyMicroseconds: scaleFigure(latencyCycles, 1 / clockMHz),
    framesPerSecond: exactFigure((clockMHz * 1e6) / interval, scheduleSource),
    bottleneck: transfer > clocks ? "link" : slowest.name,
  };
}

const scheduleSource = "clocks of the slowest layer, with buffers that are deep enough";

/** Beats that wait for room make it longer by a little. */
function latencyOf(clocks: number): Figure {
  return figureBetween([clocks, clocks, clocks * longestWait], {
    source: "the first sample through stages at rest, beat by beat",
  });
}

const longestWait = 1.05;

function trafficOf(
  { costs }: ModelQuestion,
  { input, output, layers, stages }: DataflowPlan,
): ModelTraffic {
  const bitsOf = ({ rows, features, number }: DataflowPlan["input"]): number =>
    rows * features * number.bits;
  const products = layers.flatMap(productsOf);
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  return {
    ...{ inputBits: bitsOf(input), outputBits: bitsOf(output) },
    weightBits: sum(products.map(({ weightBits }) => weightBits)),
    weightBitsRead: sum(products.map(({ weightBits, vectors }) => weightBits * vectors)),
    bufferBits: sum(stages.map(({ config }) => costs(config).bufferBits)),
  };
}
