import { exactFigure, scaleFigure } from "../figure.ts";
import { type ChosenFolding, paretoFoldings } from "../folding/choose-folding.ts";
import type { Folding } from "../network/dataflow-builder.ts";
import type { ProcessorNode } from "../network/plan-dataflow.ts";
import type { PlannedStage } from "../network/stage-config.ts";
import { matrixVectorCycles } from "../units/matrix-vector.ts";
import { fastestWithin } from "./choose-fitting.ts";
import { addSizes, sizeOf, sizeOfStages } from "./circuit-size.ts";
import { estimateNotes } from "./estimate-notes.ts";
import type { LayerEstimate, ModelEstimate, ModelTiming, ModelTraffic } from "./model-estimate.ts";
import type { ModelQuestion } from "./model-question.ts";
import { foldingCost, isWithin, partUse } from "./part-use.ts";
import { addCircuits, priceStage } from "./price-circuit.ts";
import { type StandAloneProduct, standAloneProducts } from "./stand-alone-products.ts";

/** The estimate of products that are units beside a processor, one after another for each position. */
export function estimateUnits(question: ModelQuestion): ModelEstimate {
  const { model, part, clockMHz, parted } = question;
  const candidates = standAloneProducts(parted.left);
  const products = question.folding === undefined ? within(question, candidates) : candidates;
  const chosen = products.length === 0 ? {} : foldingOf(question, products);
  const clocks = sumOf(products, (product) => foldedCycles(product, chosen));
  const layers = products.map((product) => unitOf(question, product, { folding: chosen, clocks }));
  const total = addCircuits(layers);
  const use = partUse(part, total, layers);
  const timing = timingOf(layers, clockMHz);
  return {
    ...{ kind: "estimate", model, part, clockMHz, layers, total, use },
    arrangement: layers.length > 0 ? "units" : "none",
    folding: Object.fromEntries(
      layers.flatMap(({ name, folding }) => (folding ? [[name, folding]] : [])),
    ),
    traffic: trafficOf(question, products, chosen),
    fits: isWithin(sizeOf(total), part),
    processor: processorNodes(question, candidates, products),
    ...(timing && { timing }),
    notes: estimateNotes({ part, clockMHz, use, layers }),
  };
}

/** As many as fit at their smallest, those with most work for a bit of weights first. */
function within(
  question: ModelQuestion,
  candidates: readonly StandAloneProduct[],
): readonly StandAloneProduct[] {
  const { part, costs } = question;
  const workOfBit = ({ layer: { vectors, product } }: StandAloneProduct): number =>
    vectors / product.weightBits;
  const chosen = new Set<StandAloneProduct>();
  let size = sizeOfStages([], costs);
  for (const product of [...candidates].sort((a, b) => workOfBit(b) - workOfBit(a))) {
    const more = addSizes(size, sizeOfStages(stagesOf(product.layer, {}), costs));
    if (!isWithin(more, part)) continue;
    chosen.add(product);
    size = more;
  }
  return candidates.filter((product) => chosen.has(product));
}

/** Foldings of all products that can be units, from the cheapest to the fastest; their clocks are those of a position. */
export function unitsFront(question: ModelQuestion): readonly ChosenFolding[] {
  const products = standAloneProducts(question.parted.left);
  return products.length === 0 ? [] : frontOf(question, products);
}

function frontOf(
  { costs, part }: ModelQuestion,
  products: readonly StandAloneProduct[],
): readonly ChosenFolding[] {
  const layers = products.map(({ layer }) => layer);
  return paretoFoldings({ layers }, { cost: foldingCost(part, costs) });
}

/** @throws RangeError for a rate that no folding reaches. */
function foldingOf(
  question: ModelQuestion,
  products: readonly StandAloneProduct[],
): Readonly<Record<string, Folding>> {
  const { part, clockMHz, costs, folding, framesPerSecond } = question;
  if (folding !== undefined) return folding;
  const front = frontOf(question, products);
  const clocksOf = ({ folding: tried }: ChosenFolding): number =>
    sumOf(products, (product) => foldedCycles(product, tried));
  if (framesPerSecond === undefined)
    return fastestWithin(front, (tried) =>
      isWithin(
        sizeOfStages(
          products.flatMap(({ layer }) => stagesOf(layer, tried.folding)),
          costs,
        ),
        part,
      ),
    ).folding;
  const most = (clockMHz * 1e6) / framesPerSecond;
  const enough = front.find((tried) => clocksOf(tried) <= most);
  if (enough !== undefined) return enough.folding;
  const fastest = (clockMHz * 1e6) / clocksOf(front[front.length - 1]);
  throw new RangeError(
    `estimateModel: framesPerSecond must be at most ${fastest} at ${clockMHz} MHz, got ${framesPerSecond}`,
  );
}

function foldedCycles(
  { layer: { vectors, inputs, outputs, name } }: StandAloneProduct,
  foldings: Readonly<Record<string, Folding>>,
): number {
  const { pe, simd } = foldings[name] ?? smallest;
  return vectors * matrixVectorCycles({ inputs, outputs, pe, simd });
}

const smallest: Folding = { pe: 1, simd: 1 };

/** A product behind a buffer of its vector.
 *  @throws RangeError for a folding that does not divide. */
function stagesOf(
  { name, product, inputs, outputs }: StandAloneProduct["layer"],
  foldings: Readonly<Record<string, Folding>>,
): readonly Pick<PlannedStage, "name" | "config">[] {
  const { pe, simd } = foldings[name] ?? smallest;
  if (outputs % pe !== 0 || inputs % simd !== 0)
    throw new RangeError(
      `estimateModel: folding["${name}"] must divide its outputs (${outputs}) and inputs (${inputs}), got ${pe} and ${simd}`,
    );
  const bits = simd * product.input.bits;
  const depth = Math.max(2, inputs / simd);
  return [
    { name: `${name} buffer`, config: { unit: "stream-buffer", bits, depth } },
    { name, config: { ...product, pe, simd } },
  ];
}

function unitOf(
  { part, costs }: ModelQuestion,
  product: StandAloneProduct,
  {
    folding,
    clocks,
  }: { readonly folding: Readonly<Record<string, Folding>>; readonly clocks: number },
): LayerEstimate {
  const { layer, counted } = product;
  const { name, inputs, outputs, vectors } = layer;
  const { pe, simd } = folding[name] ?? smallest;
  const cycles = foldedCycles(product, folding);
  const stages = stagesOf(layer, folding).map((stage) => {
    const steps = stage.config.unit === "matrix-vector" ? cycles : (vectors * inputs) / simd;
    return priceStage(stage, costs(stage.config), { part, steps, clocks });
  });
  return {
    ...{ name, kind: "product", nodes: [name], macs: counted.macs, cycles, stages },
    ...{ folding: { pe, simd }, ...addCircuits(stages) },
    weightBits: inputs * outputs * layer.product.weightBits,
  };
}

/** A position passes all products, one after another; another may follow when the slowest is free. */
function timingOf(layers: readonly LayerEstimate[], clockMHz: number): ModelTiming | undefined {
  const [slowest] = [...layers].sort((a, b) => b.cycles - a.cycles);
  if (slowest === undefined) return undefined;
  const all = sumOf(layers, ({ cycles }) => cycles);
  const latencyCycles = exactFigure(all, unitsSource);
  return {
    initiationInterval: exactFigure(slowest.cycles, unitsSource),
    latencyCycles,
    latencyMicroseconds: scaleFigure(latencyCycles, 1 / clockMHz),
    framesPerSecond: exactFigure((clockMHz * 1e6) / all, unitsSource),
    bottleneck: slowest.name,
  };
}

const unitsSource = "clocks of the units one after another, without the processor's time";

function trafficOf(
  { costs }: ModelQuestion,
  products: readonly StandAloneProduct[],
  folding: Readonly<Record<string, Folding>>,
): ModelTraffic {
  const weightBits = ({ layer: { inputs, outputs, product } }: StandAloneProduct): number =>
    inputs * outputs * product.weightBits;
  const stages = products.flatMap(({ layer }) => stagesOf(layer, folding));
  return {
    inputBits: sumOf(
      products,
      ({ layer }) => layer.vectors * layer.inputs * layer.product.input.bits,
    ),
    outputBits: sumOf(
      products,
      ({ layer }) => layer.vectors * layer.outputs * layer.product.output.bits,
    ),
    weightBits: sumOf(products, weightBits),
    weightBitsRead: sumOf(products, (product) => weightBits(product) * product.layer.vectors),
    bufferBits: sumOf(stages, ({ config }) => costs(config).bufferBits),
  };
}

/** What is left: products that would fit no more say so. */
function processorNodes(
  { parted, part }: ModelQuestion,
  candidates: readonly StandAloneProduct[],
  built: readonly StandAloneProduct[],
): readonly ProcessorNode[] {
  return parted.left.flatMap((counted, i): ProcessorNode[] => {
    const product = candidates.find((candidate) => candidate.counted === counted);
    const node = parted.processor[i];
    if (product === undefined) return [node];
    if (built.includes(product)) return [];
    return [{ ...node, reason: `as a unit it would not fit ${part.name} beside the others` }];
  });
}

function sumOf<T>(of: readonly T[], count: (one: T) => number): number {
  return of.reduce((sum, one) => sum + count(one), 0);
}
