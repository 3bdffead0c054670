import type { Extent, Window } from "@bnnkit/core";
import { numbersAt, type PackedModel, type TypedNode, thresholdCount } from "@bnnkit/model";
import { inputsOfLayer } from "../units/engine-constants.ts";
import {
  type EngineLayer,
  enginePassCycles,
  enginePasses,
  type SharedEngineConfig,
} from "../units/engine-passes.ts";
import { sumNumber } from "../units/matrix-vector.ts";
import { checkEngineSize } from "../units/shared-engine.ts";
import { type DataflowOptions, extentOf, type PlannedPass } from "./dataflow-builder.ts";
import { marginOf } from "./hardware-support.ts";
import { productConstants } from "./product-constants.ts";
import type { StageConstants } from "./stage-config.ts";
import type { StreamNumber } from "./stream.ts";
import { levelNumberOf, streamNumberOf, weightBitsOf } from "./stream-number.ts";

type Product = TypedNode<"dense"> | TypedNode<"convolution">;

/** A product with the threshold behind it. */
interface EngineProduct {
  readonly product: Product;
  readonly threshold?: TypedNode<"threshold">;
}

/** Nodes of a chain by who does them. */
export interface EngineChain {
  /** Units in front of the engine: the threshold of an input, products of other numbers. */
  readonly front: readonly TypedNode[];
  readonly products: readonly [EngineProduct, ...EngineProduct[]];
}

/** An engine with its numbers, if there are any. */
export interface PlannedEngine {
  readonly config: SharedEngineConfig;
  readonly constants: StageConstants;
  readonly passes: readonly PlannedPass[];
}

/**
 * The products of a chain that one engine does: all from the first whose numbers are those of the last one.
 *
 * @throws RangeError naming each node that it cannot do, with the reason.
 */
export function engineChain(nodes: readonly TypedNode[]): EngineChain {
  const last = nodes.findLast(isProduct);
  const number = last && streamNumberOf(numbersAt(last, 0).code);
  const start = nodes.findIndex((typed) => isProduct(typed) && reads(typed, number));
  const turn = nodes.slice(start);
  const problems = turn.flatMap((typed, i) => {
    const reason = refusal(typed, turn[i - 1], number);
    return reason === undefined
      ? []
      : [`  node "${typed.node.name}" (${typed.node.op}): ${reason}`];
  });
  const products = turn.flatMap((product, i): EngineProduct[] => {
    if (!isProduct(product)) return [];
    const threshold = turn.slice(i + 1, i + 2).find(isThreshold);
    return [{ product, ...(threshold && { threshold }) }];
  });
  const [first, ...rest] = products;
  if (first === undefined || problems.length > 0)
    throw new RangeError(["planDataflow: one engine cannot do all layers", ...problems].join("\n"));
  return { front: nodes.slice(0, start), products: [first, ...rest] };
}

/** The engine of a chain's products.
 *  @throws RangeError for a size whose parts are no powers of two times each other. */
export function planEngine(
  { products }: EngineChain,
  model: Pick<PackedModel, "tensors"> | undefined,
  { folding = {}, style = "compressor" }: DataflowOptions,
): PlannedEngine {
  const { pe, simd } = folding.engine ?? { pe: 1, simd: 1 };
  checkEngineSize('planDataflow: folding["engine"]', { pe, simd });
  const layers = products.map(layerOf);
  const bits = products.map(({ product, threshold }) =>
    weightBitsOf(product.node.weights.code, threshold?.node.flips === true),
  );
  const weightBits = bits.every((one) => one === 1) ? 1 : Math.max(2, ...bits.map((b) => b ?? 1));
  const { product, threshold } = products[products.length - 1];
  const input = numberOf(product);
  const sums = { inputs: inputsOfLayer(layers[layers.length - 1]), input, weightBits };
  const output =
    (threshold && levelNumberOf(threshold.node.code, thresholdCount(threshold.node))) ??
    sumNumber(sums);
  const sizes = { pe, simd, input, weightBits, layers, output, style };
  const config: SharedEngineConfig = { unit: "shared-engine", ...sizes };
  return { config, constants: constantsOf(products, model), passes: passesOf(products, config) };
}

function layerOf({ product, threshold }: EngineProduct): EngineLayer {
  const { domain, features } = numbersAt(product, 0);
  const windowed = isConvolution(product) ? product : undefined;
  return {
    map: extentOf(domain),
    window: windowed?.node.window ?? point,
    ...{ channels: features, outputs: product.node.outFeatures },
    margin: (windowed && marginOf(windowed)) ?? 0,
    levels: threshold === undefined ? 0 : thresholdCount(threshold.node),
  };
}

const still: Extent = [1, 1];

/** The window of a dense layer. */
const point: Window = {
  ...{ size: still, strides: still, dilations: still },
  padding: { top: 0, bottom: 0, left: 0, right: 0, value: 0 },
};

function numberOf(typed: TypedNode): StreamNumber {
  const number = streamNumberOf(numbersAt(typed, 0).code);
  if (number === undefined) throw new RangeError(`planEngine: no numbers of "${typed.node.name}"`);
  return number;
}

function constantsOf(
  products: readonly EngineProduct[],
  model: Pick<PackedModel, "tensors"> | undefined,
): StageConstants {
  if (model === undefined) return {};
  const built = products.map(({ product, threshold }) => {
    const { weights, outFeatures: outputs } = product.node;
    const inputs = inputsOfLayer(layerOf({ product }));
    const isTurned = threshold?.node.flips === true;
    return productConstants(model, { inputs, outputs, weights }, threshold?.node, isTurned);
  });
  return {
    weights: built.flatMap(({ weights }) => Array.from(weights)),
    thresholds: built.flatMap(({ thresholds }) => Array.from(thresholds)),
  };
}

function passesOf(
  products: readonly EngineProduct[],
  config: SharedEngineConfig,
): readonly PlannedPass[] {
  const cycles = enginePassCycles(config);
  const [loads, ...passes] = enginePasses(config);
  const [{ channels }] = config.layers;
  const vectors = loads.places[0] * loads.places[1];
  const input = { name: "input", nodes: [], inputs: channels, outputs: channels, vectors };
  return [
    { ...input, weightBits: 0, cycles: cycles[0] },
    ...passes.map(({ places }, i): PlannedPass => {
      const { product, threshold } = products[i];
      const inputs = inputsOfLayer(config.layers[i]);
      const { outputs } = config.layers[i];
      return {
        ...{ name: product.node.name, inputs, outputs, vectors: places[0] * places[1] },
        nodes: [product.node.name, ...(threshold ? [threshold.node.name] : [])],
        ...{ weightBits: inputs * outputs * config.weightBits, cycles: cycles[i + 1] },
      };
    }),
  ];
}

function isProduct(typed: TypedNode): typed is Product {
  return typed.node.op === "dense" || isConvolution(typed);
}

function isConvolution(typed: TypedNode): typed is TypedNode<"convolution"> {
  return typed.node.op === "convolution";
}

function isThreshold(typed: TypedNode): typed is TypedNode<"threshold"> {
  return typed.node.op === "threshold";
}

function reads(typed: TypedNode, number: StreamNumber | undefined): boolean {
  return JSON.stringify(streamNumberOf(numbersAt(typed, 0).code)) === JSON.stringify(number);
}

/** Why a node, with the one before it, is no layer of an engine of such numbers. */
function refusal(
  typed: TypedNode,
  before: TypedNode | undefined,
  number: StreamNumber | undefined,
): string | undefined {
  if (isProduct(typed))
    return reads(typed, number) ? undefined : "its values are not those of the last product";
  if (!isThreshold(typed)) return `a ${typed.node.op} between products is not built`;
  return before !== undefined && isProduct(before) ? undefined : "it does not follow a product";
}
