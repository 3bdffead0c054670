import {
  type DenseNode,
  graphsOf,
  type Interpreter,
  interpret,
  type ModelDescription,
  numbersAt,
  type TypedNode,
  typeGraph,
} from "@bnnkit/model";
import type { TransformerConfig } from "./config.ts";
import { describeModel } from "./describe-model.ts";
import { positionsName, tableName } from "./node-blocks.ts";

/** How a parameter starts; numbers: with them, one for each of its values or one for all. */
type Initializer = "zeros" | "ones" | "table" | "xavier" | readonly number[];

/** Name, shape and start of one parameter, and what a description has of it. */
export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /** Outputs of one matrix of a stack, for Xavier's limit. */
  readonly fanOut?: number;
  /** The nodes of the description that it belongs to; matrices of several are stacked in this order. */
  readonly nodes: readonly string[];
  /** What it is to them. */
  readonly part: ParameterPart;
}

export type ParameterPart =
  | "table"
  | "positions"
  | "weights"
  | "bias"
  | "gamma"
  | "beta"
  | "quantizer";

/** Name of the parameter that embeds tokens and scores words. */
export const tableParameter: string = `${tableName}/table`;

/** Name of the parameter of learned positions. */
export const positionsParameter: string = `${positionsName}/table`;

/** Every parameter of a configuration, in a fixed order.
 *
 *  Weight matrices are [out, in]; those that share an input are stacked: `…/query-key-value/weights` is `[3d, d]`.
 *  @throws RangeError if the configuration makes no Transformer */
export function parameterShapes(config: TransformerConfig): readonly ParameterShape[] {
  return describedParameters(
    describeModel(config, { name: "", step: 0, tokens: anyTokens, embeddingBits: 32 }),
  );
}

const anyTokens = { padding: 0, begin: 1, end: 2 };

/** The parameters of a description that `describeModel` made, in the order of its nodes: what its tensors are packed from.
 *  @param separate  whether no matrices are stacked */
export function describedParameters(
  description: ModelDescription,
  { separate = false }: { readonly separate?: boolean } = {},
): readonly ParameterShape[] {
  const parameters = new Map<string, ParameterShape>();
  for (const { graph } of graphsOf(description)) {
    const { nodes } = typeGraph(graph, where);
    const dense = nodes.flatMap(({ node }) => (node.op === "dense" ? node : []));
    const stacks = separate ? new Map() : projectionStacks(dense);
    for (const typed of nodes) {
      for (const parameter of interpret(declared, typed, stacks)) {
        if (!parameters.has(parameter.name)) parameters.set(parameter.name, parameter);
      }
    }
  }
  return [...parameters.values()];
}

const where = "parameterShapes";

/** The dense nodes with whose matrices each one's is stacked, itself among them, by name. */
type Stacks = ReadonlyMap<string, readonly DenseNode[]>;

/** Projections of one attention that read the same input are one matrix; so are no others. */
function projectionStacks(nodes: readonly DenseNode[]): Stacks {
  const stacks = new Map<string, DenseNode[]>();
  for (const node of nodes) {
    const isProjection = /\/(?:query|key|value)$/.test(node.name);
    const key = isProjection ? `${prefixOf(node.name)} ${node.inputs[0]}` : node.name;
    stacks.set(key, [...(stacks.get(key) ?? []), node]);
  }
  return new Map([...stacks.values()].flatMap((stack) => stack.map(({ name }) => [name, stack])));
}

/** With the "/" behind it. */
function prefixOf(name: string): string {
  return name.slice(0, name.lastIndexOf("/") + 1);
}

function roleOf({ name }: DenseNode): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

const absent = "a Transformer has none";
const none = { handle: (): readonly ParameterShape[] => [] };

/** The parameters of each node; of a stack, those of all its nodes with each of them. */
const declared: Interpreter<Stacks, readonly ParameterShape[]> = {
  name: where,
  ops: {
    embedding: {
      handle: ({ node: { features, name }, inputs: [tokens] }) => [
        {
          name: tableParameter,
          shape: [tokens.kind === "ids" ? tokens.count : 0, features],
          initializer: "table",
          nodes: [name],
          part: "table",
        },
      ],
    },
    "rotary-position": absent,
    position: {
      handle: ({ node: { table, maximumLength, name }, output: { features } }) =>
        table === "sinusoidal"
          ? []
          : [
              {
                name: positionsParameter,
                shape: [maximumLength, features],
                initializer: "table",
                nodes: [name],
                part: "positions",
              },
            ],
    },
    "layer-norm": { handle: normParameters },
    dense: { handle: denseParameters },
    convolution: { handle: patchParameters },
    attention: none,
    threshold: none,
    round: none,
    activation: none,
    add: none,
    "look-up": absent,
    "truth-tables": absent,
    "group-sum": absent,
    affine: absent,
    multiply: absent,
    concatenate: absent,
    pool: none,
  },
};

function normParameters(typed: TypedNode<"layer-norm">): readonly ParameterShape[] {
  const { name, groups } = typed.node;
  const shape = [numbersAt(typed, 0).features / groups];
  const own = { shape, nodes: [name] };
  return [
    { ...own, name: `${name}/gamma`, initializer: "ones", part: "gamma" },
    { ...own, name: `${name}/beta`, initializer: "zeros", part: "beta" },
  ];
}

function denseParameters(typed: TypedNode<"dense">, stacks: Stacks): readonly ParameterShape[] {
  const { name, outFeatures, weights, bias } = typed.node;
  if (weights.tensor === tableName) return [];
  const stack = stacks.get(name) ?? [typed.node];
  const matrix: ParameterShape = {
    name: `${prefixOf(name)}${stack.map(roleOf).join("-")}/weights`,
    shape: [stack.length * outFeatures, numbersAt(typed, 0).features],
    initializer: "xavier",
    fanOut: outFeatures,
    nodes: stack.map((node) => node.name),
    part: "weights",
  };
  if (!bias) return [matrix];
  const biases = { name: `${name}/bias`, shape: [outFeatures], nodes: [name] };
  return [matrix, { ...biases, initializer: "zeros", part: "bias" }];
}

/** Those of a window of floats: taps line by line, in each the channels. */
function patchParameters(typed: TypedNode<"convolution">): readonly ParameterShape[] {
  const { name, outFeatures: fanOut, window, bias } = typed.node;
  const columns = window.size[0] * window.size[1] * numbersAt(typed, 0).features;
  const own = { nodes: [name] };
  const weights = { name: `${name}/weights`, shape: [fanOut, columns], fanOut } as const;
  return [
    { ...own, ...weights, initializer: "xavier", part: "weights" },
    ...(bias
      ? [
          {
            ...own,
            name: `${name}/bias`,
            shape: [fanOut],
            initializer: "zeros",
            part: "bias",
          } as const,
        ]
      : []),
  ];
}
