import type { Extent, Window } from "@bnnkit/core";
import { numbersAt, type PackedModel, type TypedNode, thresholdCount } from "@bnnkit/model";
import { checkArray } from "../memory/in-memory-array.ts";
import { engineAccesses } from "../units/engine-accesses.ts";
import { inputsOfLayer } from "../units/engine-constants.ts";
import {
  type EngineLayer,
  enginePassCycles,
  enginePasses,
  type SharedEngineConfig,
} from "../units/engine-passes.ts";
import { sumNumber } from "../units/matrix-vector.ts";
import { checkEngineSize } from "../units/shared-engine.ts";
import {
  type DataflowOptions,
  extentOf,
  type PlannedPass,
  wholeWindow,
} from "./dataflow-builder.ts";
import { marginOf } from "./hardware-support.ts";
import { productConstants } from "./product-constants.ts";
import type { StageConstants } from "./stage-config.ts";
import type { StreamNumber } from "./stream.ts";
import { levelNumberOf, streamNumberOf, weightBitsOf } from "./stream-number.ts";

type Product = TypedNode<"dense"> | TypedNode<"convolution">;

/** A product with what stands behind it. */
interface EngineProduct {
  readonly product: Product;
  readonly threshold?: TypedNode<"threshold">;
  /** Of its levels, or of its sums, which become pools of levels. */
  readonly pools: readonly TypedNode<"pool">[];
  /** Whether its levels are turned round behind pools: then the next product's weights are. */
  readonly turnsNext: boolean;
}

/** Nodes of a chain by who does them. */
export interface EngineChain {
  /** Units in front of the engine: the threshold of an input, products of other numbers. */
  readonly front: readonly TypedNode[];
  readonly products: readonly [EngineProduct, ...EngineProduct[]];
  /** Pools of what the engine gives: of the last product's levels, or of its sums, which become pools of levels. */
  readonly behind: readonly TypedNode<"pool">[];
}

/** Units behind an engine. */
export interface PoolsBehind {
  readonly pools: readonly TypedNode<"pool">[];
  /** Levels of features that are turned round after the last of them; 0 for none, and which. */
  readonly turnedFrom: number;
  readonly turned: readonly number[];
}

/** An engine with its numbers, if there are any. */
export interface PlannedEngine {
  readonly config: SharedEngineConfig;
  readonly constants: StageConstants;
  readonly passes: readonly PlannedPass[];
  readonly behind: PoolsBehind;
}

/**
 * The products of a chain that one engine does, with their pools: all from the first whose numbers are those of the last one.
 *
 * @throws RangeError naming each node that it cannot do, with the reason.
 */
export function engineChain(nodes: readonly TypedNode[]): EngineChain {
  const last = nodes.findLast(isProduct);
  const number = last && streamNumberOf(numbersAt(last, 0).code);
  const start = nodes.findIndex((typed) => isProduct(typed) && reads(typed, number));
  const groups = groupsOf(nodes.slice(start));
  const problems = groups.flatMap((group, i) =>
    refusals(group, groups[i + 1], number).map(
      ([{ node }, reason]) => `  node "${node.name}" (${node.op}): ${reason}`,
    ),
  );
  const [first, ...rest] = groups.map(({ product, behind }, i): EngineProduct => {
    const threshold = behind.find(isThreshold);
    const pools = i === groups.length - 1 ? [] : behind.filter(isPool);
    const turnsNext = isPool(behind[0]) && threshold?.node.flips === true;
    return { product, pools, turnsNext, ...(threshold && { threshold }) };
  });
  if (first === undefined || problems.length > 0)
    throw new RangeError(["planDataflow: one engine cannot do all layers", ...problems].join("\n"));
  const pools = groups[groups.length - 1].behind.filter(isPool);
  return { front: nodes.slice(0, start), products: [first, ...rest], behind: pools };
}

/** A product and the nodes up to the next one. */
interface Group {
  readonly product: Product;
  readonly behind: readonly TypedNode[];
}

function groupsOf(nodes: readonly TypedNode[]): readonly Group[] {
  return nodes.flatMap((product, i): Group[] => {
    if (!isProduct(product)) return [];
    const next = nodes.findIndex((typed, j) => j > i && isProduct(typed));
    return [{ product, behind: nodes.slice(i + 1, next < 0 ? nodes.length : next) }];
  });
}

/** The engine of a chain's products.
 *  @throws RangeError for a size whose parts are no powers of two times each other. */
export function planEngine(
  { products, behind: pools }: EngineChain,
  model: Pick<PackedModel, "tensors"> | undefined,
  { folding = {}, style = "compressor", architecture }: DataflowOptions,
): PlannedEngine {
  const { pe, simd } = folding.engine ?? { pe: 1, simd: 1 };
  if (architecture === "in-memory") checkArray('planDataflow: folding["engine"]', { simd });
  checkEngineSize('planDataflow: folding["engine"]', { pe, simd });
  const layers = products.flatMap((one) => [layerOf(one), ...one.pools.map(poolOf)]);
  const bits = products.map(({ product, threshold }, i) => {
    const isMirrored = threshold?.node.flips === true || products[i - 1]?.turnsNext === true;
    return weightBitsOf(product.node.weights.code, isMirrored);
  });
  const weightBits = bits.every((one) => one === 1) ? 1 : Math.max(2, ...bits.map((b) => b ?? 1));
  const { product, threshold, turnsNext } = products[products.length - 1];
  const input = numberOf(product);
  const sums = { inputs: inputsOfLayer(layers[layers.length - 1]), input, weightBits };
  const output =
    (threshold && levelNumberOf(threshold.node.code, thresholdCount(threshold.node))) ??
    sumNumber(sums);
  const sizes = { pe, simd, input, weightBits, layers, output, style };
  const config: SharedEngineConfig = { unit: "shared-engine", ...sizes };
  const { constants, turned } = constantsOf(products, model);
  const turnedFrom = turnsNext && threshold !== undefined ? thresholdCount(threshold.node) : 0;
  const behind = { pools, turnedFrom, turned };
  return { config, constants, passes: passesOf(products, config), behind };
}

function layerOf({
  product,
  threshold,
}: Pick<EngineProduct, "product" | "threshold">): EngineLayer {
  const { domain, features } = numbersAt(product, 0);
  const windowed = isConvolution(product) ? product : undefined;
  return {
    op: "product",
    map: extentOf(domain),
    window: windowed?.node.window ?? point,
    ...{ channels: features, outputs: product.node.outFeatures },
    margin: (windowed && marginOf(windowed)) ?? 0,
    levels: threshold === undefined ? 0 : thresholdCount(threshold.node),
  };
}

function poolOf(pool: TypedNode<"pool">): EngineLayer {
  const { domain, features } = numbersAt(pool, 0);
  const map = extentOf(domain);
  const { window } = pool.node;
  return {
    ...{ op: "pool", map, channels: features, outputs: features, margin: 0, levels: 0 },
    window: window === "all" ? wholeWindow(map) : window,
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
): { readonly constants: StageConstants; readonly turned: readonly number[] } {
  if (model === undefined) return { constants: {}, turned: [] };
  let turned: readonly number[] = [];
  const built = products.map(({ product, threshold, turnsNext }) => {
    const { weights, outFeatures: outputs } = product.node;
    const { channels } = layerOf({ product });
    const inputs = inputsOfLayer(layerOf({ product }));
    const isTurned = threshold?.node.flips === true && !turnsNext;
    const sizes = { inputs, outputs, weights };
    const own = productConstants(model, sizes, threshold?.node, isTurned);
    const facing = Array.from(own.weights, (weight, i) =>
      turned[i % channels] === 1 ? -weight : weight,
    );
    turned = turnsNext ? Array.from(own.turned) : [];
    return { weights: facing, thresholds: Array.from(own.thresholds) };
  });
  const constants = {
    weights: built.flatMap(({ weights }) => weights),
    thresholds: built.flatMap(({ thresholds }) => thresholds),
  };
  return { constants, turned };
}

function passesOf(
  products: readonly EngineProduct[],
  config: SharedEngineConfig,
): readonly PlannedPass[] {
  const cycles = enginePassCycles(config);
  const accesses = engineAccesses(config);
  const [loads, ...passes] = enginePasses(config);
  const [{ channels }] = config.layers;
  const nodes = products.flatMap(({ product, threshold, pools }) => [
    [product, ...(threshold ? [threshold] : [])].map(({ node }) => node.name),
    ...pools.map(({ node }) => [node.name]),
  ]);
  const vectors = loads.places[0] * loads.places[1];
  const input = { name: "input", nodes: [], inputs: channels, outputs: channels, vectors };
  return [
    { ...input, weightBits: 0, cycles: cycles[0], accesses: accesses[0] },
    ...passes.map(({ places }, i): PlannedPass => {
      const { op, outputs } = config.layers[i];
      const inputs = inputsOfLayer(config.layers[i]);
      const weightBits = op === "pool" ? 0 : inputs * outputs * config.weightBits;
      const own = { inputs, outputs, vectors: places[0] * places[1], weightBits };
      return {
        name: nodes[i][0],
        nodes: nodes[i],
        ...own,
        cycles: cycles[i + 1],
        accesses: accesses[i + 1],
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

function isPool(typed: TypedNode | undefined): typed is TypedNode<"pool"> {
  return typed?.node.op === "pool";
}

function reads(typed: TypedNode, number: StreamNumber | undefined): boolean {
  return JSON.stringify(streamNumberOf(numbersAt(typed, 0).code)) === JSON.stringify(number);
}

/** Why nodes of a group are no layers of an engine of such numbers. */
function refusals(
  { product, behind }: Group,
  next: Group | undefined,
  number: StreamNumber | undefined,
): readonly (readonly [TypedNode, string])[] {
  const threshold = behind.find(isThreshold);
  const turnsNext = isPool(behind[0]) && threshold?.node.flips === true;
  const problems: (readonly [TypedNode, string])[] = [];
  if (!reads(product, number))
    problems.push([product, "its values are not those of the last product"]);
  if (turnsNext && next !== undefined && !canTurn(next.product, threshold, number))
    problems.push([
      threshold,
      "its levels are turned round behind a pool, and the next product has a margin or values that are not so many below 0 as above",
    ]);
  for (const typed of behind)
    if (isThreshold(typed) && typed !== threshold)
      problems.push([typed, "it does not follow a product"]);
  return problems;
}

/** Whether negative weights make up for levels that are not turned round. */
function canTurn(
  product: Product,
  threshold: TypedNode<"threshold">,
  number: StreamNumber | undefined,
): boolean {
  if (number === undefined) return false;
  const isEven = 2 * number.offset + number.scale * thresholdCount(threshold.node) === 0;
  if (!isConvolution(product)) return isEven;
  const { top, bottom, left, right } = product.node.window.padding;
  return isEven && top + bottom + left + right === 0;
}
