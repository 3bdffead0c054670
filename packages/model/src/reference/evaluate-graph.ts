import type { Graph } from "../graph.ts";
import { typeGraph } from "../infer-types.ts";
import { type Interpreter, interpret } from "../interpreter.ts";
import type { TypedNode } from "../node.ts";
import type { PackedModel } from "../packed-model.ts";
import { sinusoidalPositions } from "../sinusoidal-positions.ts";
import { evaluateAttention } from "./attention.ts";
import { type Coded, codedFloats, codedPixels, product, realAt, realOf } from "./coded.ts";
import { codedWeights } from "./coded-weights.ts";
import { evaluateConvolution } from "./convolution.ts";
import { activate } from "./elementwise.ts";
import { evaluateLookUp } from "./look-up.ts";
import { element, type Matrix, mapRows, matrix } from "./matrix.ts";
import { evaluatePool } from "./pool.ts";
import { evaluateRotaryPosition } from "./rotary-position.ts";
import { type TensorReader, tensorReader } from "./tensor-reader.ts";
import { evaluateRound, evaluateThreshold } from "./threshold.ts";
import { evaluateGroupSum, evaluateTruthTables } from "./truth-tables.ts";

/** The output of one graph for one sample by definition: float64 throughout, digits multiplied as they are, no fusion.
 *  @param inputs  a row for each position or pixel; ids are rows of one number, pixels the digits of their code, as golden runs
 *    hold them.
 *  @throws RangeError for an input that is missing, and a graph that is none. */
export function evaluateGraph(
  model: Pick<PackedModel, "tensors">,
  graph: Graph,
  inputs: ReadonlyMap<string, Matrix>,
): Matrix {
  const value = evaluateValues(model, graph, inputs).get(graph.output);
  if (value === undefined) throw new RangeError(`evaluateGraph: no value for "${graph.output}"`);
  return value;
}

/** The numbers of every input and node of a graph by name, as `evaluateGraph`. */
export function evaluateValues(
  model: Pick<PackedModel, "tensors">,
  graph: Graph,
  inputs: ReadonlyMap<string, Matrix>,
): ReadonlyMap<string, Matrix> {
  const tensors = tensorReader(model);
  const values = new Map<string, Coded>();
  const value = (name: string): Coded => {
    const found = values.get(name);
    if (found === undefined) throw new RangeError(`evaluateGraph: no value for "${name}"`);
    return found;
  };
  for (const input of graph.inputs) {
    const fed = inputs.get(input.name);
    if (fed === undefined) continue;
    values.set(input.name, input.kind === "map" ? codedPixels(fed, input.code) : codedFloats(fed));
  }
  for (const typed of typeGraph(graph, "evaluateGraph").nodes) {
    values.set(typed.node.name, evaluateNode(typed, { value, tensors }));
  }
  return new Map([...values].map(([name, coded]) => [name, realOf(coded)]));
}

/** The value of one node, from those that it reads. */
export function evaluateNode(typed: TypedNode, context: Evaluation): Coded {
  return interpret(evaluation, typed, context);
}

/** What a node is evaluated from. */
export interface Evaluation {
  /** The value of a graph input or an earlier node. */
  readonly value: (name: string) => Coded;
  readonly tensors: TensorReader;
}

/** Each op by its definition. */
const evaluation: Interpreter<Evaluation, Coded> = {
  name: "evaluateGraph",
  ops: {
    embedding: { handle: embed },
    position: { handle: addPositions },
    "rotary-position": {
      handle: ({ node }, { value, tensors }) =>
        codedFloats(
          evaluateRotaryPosition(
            node,
            realOf(value(node.inputs[0])),
            tensors.floats(`${node.frequencies.tensor}.weights`),
          ),
        ),
    },
    dense: { handle: multiplyByWeights },
    convolution: {
      handle: (typed, { value, tensors }) =>
        codedFloats(evaluateConvolution(typed, value(typed.node.inputs[0]), tensors)),
    },
    "look-up": {
      handle: (typed, { value, tensors }) =>
        codedFloats(evaluateLookUp(typed, value(typed.node.inputs[0]), tensors)),
    },
    "truth-tables": {
      handle: (typed, { value, tensors }) =>
        codedFloats(evaluateTruthTables(typed, value(typed.node.inputs[0]), tensors)),
    },
    "group-sum": {
      handle: (typed, { value }) =>
        codedFloats(evaluateGroupSum(typed, value(typed.node.inputs[0]))),
    },
    attention: {
      handle({ node }, { value }) {
        const [q, k, v] = node.inputs.map((name) => realOf(value(name)));
        return codedFloats(evaluateAttention(node, { q, k, v }));
      },
    },
    threshold: {
      handle: ({ node }, { value, tensors }) =>
        evaluateThreshold(node, realOf(value(node.inputs[0])), tensors),
    },
    round: {
      handle: (typed, { value }) => evaluateRound(typed, realOf(value(typed.node.inputs[0]))),
    },
    affine: { handle: scaleAndShift },
    activation: { handle: activateFeatures },
    "layer-norm": { handle: layerNorm },
    add: {
      handle: ({ node: { inputs } }, { value }) => {
        const [a, b] = [realOf(value(inputs[0])), realOf(value(inputs[1]))];
        return codedFloats({ ...a, data: a.data.map((x, i) => x + b.data[i]) });
      },
    },
    multiply: {
      handle: ({ node: { inputs } }, { value }) => {
        const [a, b] = [realOf(value(inputs[0])), realOf(value(inputs[1]))];
        return codedFloats(
          matrix(a.rows, a.columns, (row, column) => {
            return element(a, row, column) * element(b, row, b.columns === 1 ? 0 : column);
          }),
        );
      },
    },
    concatenate: { handle: concatenate },
    pool: { handle: (typed, { value }) => evaluatePool(typed, value(typed.node.inputs[0])) },
  },
};

function embed({ node, inputs }: TypedNode<"embedding">, { value, tensors }: Evaluation): Coded {
  const { features, multiplier } = node;
  const rows = inputs[0].kind === "ids" ? inputs[0].count : 0;
  const table = codedWeights(tensors, node.table, rows, features);
  const ids = realOf(value(node.inputs[0]));
  return codedFloats(
    matrix(ids.rows, features, (row, i) => multiplier * realAt(table, element(ids, row, 0), i)),
  );
}

function addPositions(
  { node: { inputs, table, maximumLength }, output }: TypedNode<"position">,
  { value, tensors }: Evaluation,
): Coded {
  const x = realOf(value(inputs[0]));
  const rows: ArrayLike<number> =
    table === "sinusoidal"
      ? sinusoidalPositions(x.rows, output.features)
      : realOf(codedWeights(tensors, table, maximumLength, output.features)).data;
  return codedFloats({ ...x, data: x.data.map((v, i) => v + rows[i]) });
}

function multiplyByWeights({ node }: TypedNode<"dense">, { value, tensors }: Evaluation): Coded {
  const { name, inputs, outFeatures, weights, bias } = node;
  const x = value(inputs[0]);
  const w = codedWeights(tensors, weights, outFeatures, x.columns);
  const offsets = bias ? tensors.floats(`${name}.bias`) : new Float32Array(outFeatures);
  const sums = product(x, w);
  return codedFloats({ ...sums, data: sums.data.map((sum, i) => sum + offsets[i % outFeatures]) });
}

function scaleAndShift(
  { node: { name, inputs, scales, offsets } }: TypedNode<"affine">,
  { value, tensors }: Evaluation,
): Coded {
  const x = realOf(value(inputs[0]));
  const [scale, offset] = [
    scales ? tensors.floats(`${name}.scales`) : undefined,
    offsets ? tensors.floats(`${name}.offsets`) : undefined,
  ];
  return codedFloats({
    ...x,
    data: x.data.map((v, i) => {
      const column = i % x.columns;
      return (scale?.[column] ?? 1) * v + (offset?.[column] ?? 0);
    }),
  });
}

function activateFeatures(
  { node }: TypedNode<"activation">,
  { value, tensors }: Evaluation,
): Coded {
  const { name, inputs, function: f, shifts } = node;
  const x = realOf(value(inputs[0]));
  const part = (present: boolean, of: string) =>
    present ? tensors.floats(`${name}.${of}`) : undefined;
  const slopes = part(f === "prelu", "slopes");
  const [before, after] = [part(shifts, "before"), part(shifts, "after")];
  return codedFloats({
    ...x,
    data: x.data.map((v, i) => {
      const column = i % x.columns;
      const shifted = v + (before?.[column] ?? 0);
      return activate(f, shifted, slopes?.[column] ?? 0) + (after?.[column] ?? 0);
    }),
  });
}

function layerNorm({ node }: TypedNode<"layer-norm">, { value, tensors }: Evaluation): Coded {
  const { name, groups, epsilon, centered = true } = node;
  const x = realOf(value(node.inputs[0]));
  const size = x.columns / groups;
  const gamma = tensors.floats(`${name}.gamma`);
  const beta = centered ? tensors.floats(`${name}.beta`) : new Float32Array(size);
  const slices = { rows: x.rows * groups, columns: size, data: x.data };
  const { data } = mapRows(slices, size, (slice) => {
    const mean = centered ? slice.reduce((a, b) => a + b) / size : 0;
    const variance = slice.reduce((a, b) => a + (b - mean) ** 2, 0) / size;
    return slice.map((v, i) => {
      return ((v - mean) / Math.sqrt(variance + epsilon)) * gamma[i] + beta[i];
    });
  });
  return codedFloats({ ...x, data });
}

/** Digits side by side, term by term; the codes are equal, with constant scales. */
function concatenate({ node, output }: TypedNode<"concatenate">, { value }: Evaluation): Coded {
  const parts = node.inputs.map(value);
  const [{ rows, terms }] = parts;
  const starts = parts.map((_, p) => parts.slice(0, p).reduce((sum, x) => sum + x.columns, 0));
  return {
    rows,
    columns: output.features,
    terms: terms.map((term, t) => ({
      ...term,
      digits: matrix(rows, output.features, (row, column) => {
        const p = starts.findLastIndex((start) => start <= column);
        const { columns, terms: own } = parts[p];
        return own[t].digits[row * columns + column - starts[p]];
      }).data,
    })),
  };
}
