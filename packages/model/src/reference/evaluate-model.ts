import { roundHalfEven } from "@bnnkit/core";
import type { Graph } from "../graph.ts";
import { type Interpreter, interpret } from "../interpreter.ts";
import type { Node } from "../node.ts";
import type { PackedModel } from "../packed-model.ts";
import { sinusoidalPositions } from "../sinusoidal-positions.ts";
import { evaluateAttention } from "./attention.ts";
import { evaluateDense } from "./dense.ts";
import { element, type Matrix, mapRows, matrix, rowOf } from "./matrix.ts";
import { type Weights, weightsOf } from "./weights.ts";

/** The definition of a model's arithmetic: float64 throughout, signs as ±1, no cache, no batch, no fusion.
 *
 *  Slow (it computes every position of the target anew) and plain, so that it can be read beside the paper.
 *  @param source  ids that the encoder reads.
 *  @param target  ids that the decoder reads, begin first.
 *  @returns  natural log-probabilities [target.length, vocabularySize] of the token after each target position. */
export function evaluateModel(
  model: PackedModel,
  source: readonly number[],
  target: readonly number[],
): Matrix {
  const weights = weightsOf(model);
  const { encoder, decoder } = model.description.graphs;
  const encoded = evaluateGraph(encoder, { tokens: source, weights });
  const logits = evaluateGraph(decoder, { tokens: target, features: encoded, weights });
  return mapRows(logits, logits.columns, logSoftmax);
}

interface GraphArguments {
  readonly tokens: readonly number[];
  readonly features?: Matrix;
  readonly weights: Weights;
}

/** The output of one graph for one sentence. */
export function evaluateGraph(graph: Graph, { tokens, features, weights }: GraphArguments): Matrix {
  const values = new Map<string, Matrix>();
  for (const { name, kind } of graph.inputs) {
    if (kind === "tokens")
      values.set(
        name,
        matrix(tokens.length, 1, (row) => tokens[row]),
      );
    else if (features !== undefined) values.set(name, features);
  }
  const value = (name: string): Matrix => {
    const found = values.get(name);
    if (found === undefined) throw new RangeError(`evaluateGraph: no value for "${name}"`);
    return found;
  };
  for (const node of graph.nodes) {
    values.set(node.name, interpret(evaluation, node, { value, weights }));
  }
  return value(graph.output);
}

interface Evaluation {
  /** The value of a graph input or an earlier node. */
  readonly value: (name: string) => Matrix;
  readonly weights: Weights;
}

/** Each op by its definition. */
const evaluation: Interpreter<Evaluation, Matrix> = {
  name: "evaluateModel",
  ops: {
    embedding: {
      handle(node, { value, weights }) {
        const ids = value(node.inputs[0]);
        return matrix(ids.rows, node.features, (row, i) => {
          return node.multiplier * tableElement(node, weights, element(ids, row, 0), i);
        });
      },
    },
    "sinusoidal-position": {
      handle({ inputs, features }, { value }) {
        const x = value(inputs[0]);
        const table = sinusoidalPositions(x.rows, features);
        return { ...x, data: x.data.map((v, i) => v + table[i]) };
      },
    },
    "layer-norm": { handle: layerNorm },
    dense: {
      handle: (node, { value, weights }) => evaluateDense(node, value(node.inputs[0]), weights),
    },
    relu: {
      handle({ inputs }, { value }) {
        const x = value(inputs[0]);
        return { ...x, data: x.data.map((v) => Math.max(v, 0)) };
      },
    },
    add: {
      handle({ inputs }, { value }) {
        const [a, b] = [value(inputs[0]), value(inputs[1])];
        return { ...a, data: a.data.map((v, i) => v + b.data[i]) };
      },
    },
    attention: {
      handle(node, { value }) {
        const [q, k, v] = node.inputs.map(value);
        return evaluateAttention(node, { q, k, v });
      },
    },
    logits: { handle: logits },
  },
};

function tableElement(
  { table, bits, features }: Node<"embedding" | "logits">,
  weights: Weights,
  id: number,
  i: number,
): number {
  if (bits === 32) return weights.floats(table)[id * features + i];
  const scale = weights.floats(`${table}.scales`)[id];
  return scale * weights.codes(`${table}.codes`)[id * features + i];
}

function layerNorm(node: Node<"layer-norm">, { value, weights }: Evaluation): Matrix {
  const { features, groups, epsilon } = node;
  const x = value(node.inputs[0]);
  const size = features / groups;
  const gamma = weights.floats(`${node.name}.gamma`);
  const beta = weights.floats(`${node.name}.beta`);
  const slices = { rows: x.rows * groups, columns: size, data: x.data };
  const { data } = mapRows(slices, size, (slice) => {
    const mean = slice.reduce((a, b) => a + b) / size;
    const variance = slice.reduce((a, b) => a + (b - mean) ** 2, 0) / size;
    return slice.map((v, i) => {
      return ((v - mean) / Math.sqrt(variance + epsilon)) * gamma[i] + beta[i];
    });
  });
  return { ...x, data };
}

function logits(node: Node<"logits">, { value, weights }: Evaluation): Matrix {
  const { vocabularySize, features, bits } = node;
  return mapRows(value(node.inputs[0]), vocabularySize, (row) => {
    const { codes, scale } = bits === 8 ? quantize(row) : { codes: row, scale: 1 };
    return Float64Array.from({ length: vocabularySize }, (_, id) => {
      let sum = 0;
      for (let i = 0; i < features; i++) {
        sum += codes[i] * tableElement(node, weights, id, i);
      }
      return sum * scale;
    });
  });
}

function quantize(row: Float64Array): { readonly codes: Float64Array; readonly scale: number } {
  const maximum = row.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const scale = maximum === 0 ? 1 : maximum / 127;
  return { codes: row.map((v) => roundHalfEven(v / scale)), scale };
}

function logSoftmax(row: Float64Array): Float64Array {
  const maximum = Math.max(...row);
  const logSum = Math.log(row.reduce((sum, v) => sum + Math.exp(v - maximum), 0));
  return row.map((v) => v - maximum - logSum);
}

/** The most probable token after each target, followed until `end` or `maximumLength` tokens.
 *  @returns  generated ids without begin and end. */
export function greedyReference(
  model: PackedModel,
  source: readonly number[],
  maximumLength: number,
): number[] {
  const { begin, end } = model.description.tokens;
  const target = [begin];
  while (target.length <= maximumLength) {
    const logProbabilities = evaluateModel(model, source, target);
    const last = rowOf(logProbabilities, target.length - 1);
    const best = last.indexOf(Math.max(...last));
    if (best === end) break;
    target.push(best);
  }
  return target.slice(1);
}
