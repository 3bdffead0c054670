import {
  check,
  type Graph,
  graphsOf,
  interpret,
  type ModelDescription,
  type NodeOp,
  numbersAt,
  type PackedModel,
  summarizeGraph,
  type TypedNode,
  typeGraph,
} from "@bnnkit/model";
import {
  type Architecture,
  DataflowBuilder,
  type DataflowOptions,
  type PlannedLayer,
  type StreamPort,
} from "./dataflow-builder.ts";
import { dataflowNodes } from "./hardware-support.ts";
import { engineChain, planEngine } from "./plan-engine.ts";
import type { PlannedStage } from "./stage-config.ts";
import { streamNumberOf } from "./stream-number.ts";

/** A node that stays on the processor. */
export interface ProcessorNode {
  readonly graph: string;
  readonly node: string;
  readonly op: NodeOp;
  readonly reason: string;
  /** Multiply-accumulates of a sample, or of a position. */
  readonly macs: number;
}

/** Circuits in a row, one for each layer or one for all, and what is left to the processor. */
export interface DataflowPlan {
  readonly architecture: Architecture;
  /** What the first stage reads: a graph input or a node. */
  readonly from: string;
  /** The node whose values leave the last. */
  readonly to: string;
  readonly input: StreamPort;
  readonly output: StreamPort;
  readonly layers: readonly PlannedLayer[];
  readonly stages: readonly PlannedStage[];
  readonly processor: readonly ProcessorNode[];
  /** Multiply-accumulates of a sample that the circuits do. */
  readonly macs: number;
}

/** A model whose numbers may be missing: then circuits have no constants, but a plan and its clocks all the same. */
export interface PlannableModel {
  readonly description: ModelDescription;
  readonly tensors?: PackedModel["tensors"];
}

/** A node with its work, and why it is not built. */
export interface CountedNode {
  readonly typed: TypedNode;
  readonly graph: string;
  readonly macs: number;
  readonly reason: string | undefined;
}

/** The nodes of a model by where they are done. */
export interface PartedNodes {
  /** Nodes in a row that become circuits; none without a product. */
  readonly chain: readonly CountedNode[];
  readonly processor: readonly ProcessorNode[];
  /** The nodes of the processor, in the same order. */
  readonly left: readonly CountedNode[];
}

/** The longest chain of nodes that can be built, by its work, and the rest with the reasons. */
export function partNodes(description: ModelDescription): PartedNodes {
  const all = graphsOf(description).flatMap(({ name, graph }) => ({
    nodes: countNodes(description, name, graph),
    graph,
  }));
  const chains = all.flatMap(({ nodes, graph }) => chainsOf(nodes, graph).map(beforeOpenPools));
  const [longest = []] = [...chains].sort((a, b) => workOf(b) - workOf(a));
  const chain = workOf(longest) === 0 ? [] : longest;
  const built = new Set(chain.map(({ typed }) => typed));
  const left = all.flatMap(({ nodes }) => nodes.filter(({ typed }) => !built.has(typed)));
  const processor = left.map(({ typed: { node }, graph, macs, reason }): ProcessorNode => {
    const { op, name } = node;
    const why = reason ?? "it stands apart from the chain that is built";
    return { graph, node: name, op, macs, reason: why };
  });
  return { chain, processor, left };
}

/**
 * A unit for each product of a model with its threshold, for pools and for the first threshold, joined by streams (FINN).
 *
 * With `architecture: "shared-engine"` one unit does all products, one after another (YodaNN): `folding.engine` says how many outputs and inputs
 * at a time; `"in-memory"` is that with one input at a time, `simd` 1 (BRein Memory).
 *
 * The longest chain of nodes that can be built, by its work, is; everything else stays on the processor.
 *
 * @throws RangeError if nothing can be built, naming each node with the reason, for foldings that do not divide, and for nodes that an engine cannot do.
 */
export function planDataflow(model: PlannableModel, options: DataflowOptions = {}): DataflowPlan {
  const parted = partNodes(model.description);
  if (parted.chain.length > 0) return planChain(parted, model.tensors, options);
  throw nothingBuilt(parted);
}

/** Says of each node why it is not built. */
export function nothingBuilt({ processor }: PartedNodes): RangeError {
  const reasons = processor.map(({ node, op, reason }) => `  node "${node}" (${op}): ${reason}`);
  return new RangeError(["planDataflow: no product can be built", ...reasons].join("\n"));
}

/** The plan of nodes that were parted.
 *  @throws RangeError for no chain, and for foldings that do not divide. */
export function planChain(
  { chain, processor }: PartedNodes,
  tensors: PlannableModel["tensors"],
  options: DataflowOptions,
): DataflowPlan {
  const [first, ...rest] = chain;
  if (first === undefined) throw new RangeError("planChain: chain must not be empty");
  const nodes: [TypedNode, ...TypedNode[]] = [first.typed, ...rest.map(({ typed }) => typed)];
  const { architecture = "dataflow" } = options;
  const builder =
    architecture === "dataflow"
      ? chainBuilder(nodes, nodes, tensors && { tensors }, options)
      : engineBuilder(nodes, tensors && { tensors }, options);
  const output = builder.finish();
  const { input, layers, stages } = builder;
  const to = chain[chain.length - 1].typed.node.name;
  const from = first.typed.node.inputs[0];
  const macs = workOf(chain);
  return { architecture, from, to, input, output, layers, stages, processor, macs };
}

type Nodes = readonly [TypedNode, ...TypedNode[]];
type Numbers = Pick<PackedModel, "tensors"> | undefined;

/** A builder that has built some nodes.
 *  @param nodes  Those that say what enters. */
function chainBuilder(
  nodes: Nodes,
  built: readonly TypedNode[],
  model: Numbers,
  options: DataflowOptions,
  beat?: number,
): DataflowBuilder {
  const builder = new DataflowBuilder(nodes, model, options, beat);
  for (const typed of built) interpret(dataflowNodes, typed, builder);
  return builder;
}

/** One that has built an engine behind what stands in front of its products. */
function engineBuilder(nodes: Nodes, model: Numbers, options: DataflowOptions): DataflowBuilder {
  const chain = engineChain(nodes);
  const engine = planEngine(chain, model, options);
  const isGiven = chain.front.every(({ node: { op } }) => op === "threshold");
  const beat = isGiven ? engine.config.pe : undefined;
  const builder = chainBuilder(nodes, chain.front, model, options, beat);
  builder.engine(engine);
  return builder;
}

function workOf(chain: readonly CountedNode[]): number {
  return chain.reduce((sum, { macs }) => sum + macs, 0);
}

function countNodes(description: ModelDescription, name: string, graph: Graph): CountedNode[] {
  const problems = new Map(
    check(description, dataflowNodes)
      .filter((problem) => problem.graph === name)
      .map(({ node, reason }) => [node, reason]),
  );
  const macs = new Map(
    summarizeGraph(graph).map((layer) => [
      layer.name,
      Object.values(layer.work.perRow).reduce((sum, count) => sum + count, 0),
    ]),
  );
  return typeGraph(graph, "planDataflow").nodes.map((typed) => ({
    typed,
    graph: name,
    macs: macs.get(typed.node.name) ?? 0,
    reason: problems.get(typed.node.name),
  }));
}

/** Nodes in a row that can be built, each the only reader of the one before. */
function chainsOf(nodes: readonly CountedNode[], graph: Graph): CountedNode[][] {
  const chains: CountedNode[][] = [];
  let last: TypedNode | undefined;
  for (const counted of nodes) {
    const { typed, reason } = counted;
    const [source] = typed.node.inputs;
    const chain = chains.at(-1);
    const isBuilt = reason === undefined;
    const follows = last?.node.name === source && readersOf(graph, source) === 1;
    if (isBuilt && follows && chain !== undefined) chain.push(counted);
    else if (isBuilt && startsStream(typed)) chains.push([counted]);
    else {
      last = undefined;
      continue;
    }
    last = typed;
  }
  return chains;
}

/** The chain up to a pool of sums that no threshold follows: what would leave has no place to be kept in. */
function beforeOpenPools(chain: readonly CountedNode[]): readonly CountedNode[] {
  const open = chain.findIndex(({ typed }, i) => {
    if (typed.node.op !== "pool" || startsStream(typed)) return false;
    const next = chain.slice(i).find((later) => later.typed.node.op !== "pool");
    return next?.typed.node.op !== "threshold";
  });
  return open < 0 ? chain : chain.slice(0, open);
}

function startsStream(typed: TypedNode): boolean {
  return streamNumberOf(numbersAt(typed, 0).code) !== undefined;
}

function readersOf(graph: Graph, name: string): number {
  const readers = graph.nodes.filter(({ inputs }) => inputs.some((input) => input === name)).length;
  return readers + Number(graph.output === name);
}
