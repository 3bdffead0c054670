import { bipolarMatrix, unpackBipolar } from "@bnnkit/core";
import type { Graph, Node, PackedModel, Tensor } from "@bnnkit/model";

/** Rows of numbers: one per position. */
type Rows = number[][];

/** Runs a graph of a packed model for one sentence from the definitions of its nodes, in float64. */
export function runGraph(
  model: PackedModel,
  graph: Graph,
  inputs: Readonly<Record<string, Rows | readonly number[]>>,
): Rows {
  const values = new Map<string, Rows>();
  for (const [name, value] of Object.entries(inputs)) {
    values.set(
      name,
      value.map((row) => (typeof row === "number" ? [row] : row)),
    );
  }
  for (const node of graph.nodes) {
    values.set(
      node.name,
      runNode(
        model,
        node,
        node.inputs.map((name) => values.get(name)!),
      ),
    );
  }
  return values.get(graph.output)!;
}

function runNode(model: PackedModel, node: Node, [a, b, c]: Rows[]): Rows {
  const tensor = (name: string): Tensor => {
    const found = model.tensors.get(name);
    if (!found) throw new Error(`no tensor ${name}`);
    return found;
  };
  switch (node.op) {
    case "embedding":
      return a.map(([id]) =>
        tableRow(tensor, node, id).map((value) => Math.fround(node.multiplier) * value),
      );
    case "sinusoidal-position":
      return a.map((row, p) => row.map((value, i) => value + position(p, i, node.features)));
    case "layer-norm": {
      const length = node.features / node.groups;
      const [gamma, beta] = ["gamma", "beta"].map((part) => tensor(`${node.name}.${part}`).data);
      return a.map((row) =>
        slices(row, length).flatMap((slice) => {
          const mean = slice.reduce((sum, x) => sum + x, 0) / length;
          const variance = slice.reduce((sum, x) => sum + (x - mean) ** 2, 0) / length;
          const deviation = Math.sqrt(variance + node.epsilon);
          return slice.map((x, i) => ((x - mean) / deviation) * gamma[i] + beta[i]);
        }),
      );
    }
    case "dense":
      return a.map((row) => {
        const x = node.activationBits === 1 ? row.map(signOf) : row;
        const rowScale = node.activationBits === 1 ? halfBound(row) : 1;
        return denseWeights(tensor, node).map(({ weights, scale }, f) => {
          // The signs are summed before they are scaled: a product of 0 is exactly 0, as its sign is +.
          const y = dot(weights, x) * rowScale * scale;
          return node.bias ? y + tensor(`${node.name}.bias`).data[f] : y;
        });
      });
    case "relu":
      return a.map((row) => row.map((x) => Math.max(0, x)));
    case "add":
      return a.map((row, p) => row.map((x, i) => x + b[p][i]));
    case "attention":
      return a.map((row, p) => {
        const keys = node.causal ? b.slice(0, p + 1) : b;
        return slices(row, node.headFeatures).flatMap((query, head) => {
          const headOf = (rows: Rows): Rows =>
            rows.map((r) => operand(node.bits, slices(r, node.headFeatures)[head]));
          const k = headOf(keys);
          const weights = softmax(
            k.map((key) => dot(operand(node.bits, query), key) / Math.sqrt(node.headFeatures)),
          );
          const probabilities = operand(node.bits, weights);
          const v = headOf(c.slice(0, keys.length));
          return query.map((_, i) => probabilities.reduce((sum, w, j) => sum + w * v[j][i], 0));
        });
      });
    case "logits":
      return a.map((row) => {
        const step = Math.fround(Math.max(...row.map(Math.abs)) / 127) || 1;
        const x = node.bits === 8 ? row.map((value) => step * Math.round(value / step)) : row;
        return Array.from({ length: node.vocabularySize }, (_, id) =>
          dot(x, tableRow(tensor, node, id)),
        );
      });
    default:
      return node satisfies never;
  }
}

type TensorOf = (name: string) => Tensor;

function tableRow(
  tensor: TensorOf,
  { table, bits, features }: { table: string; bits: 8 | 32; features: number },
  id: number,
): number[] {
  const { data } = tensor(bits === 8 ? `${table}.codes` : table);
  const scale = bits === 8 ? tensor(`${table}.scales`).data[id] : 1;
  return Array.from(data.subarray(id * features, (id + 1) * features), (code) => code * scale);
}

function denseWeights(
  tensor: TensorOf,
  { name, inFeatures, outFeatures, weightBits }: Node<"dense">,
): { weights: number[]; scale: number }[] {
  if (weightBits === 32) {
    const values = Array.from(tensor(`${name}.weights`).data);
    return slices(values, inFeatures).map((weights) => ({ weights, scale: 1 }));
  }
  const bits = tensor(`${name}.bits`);
  if (bits.dtype !== "U32") throw new Error(`${name}.bits is ${bits.dtype}`);
  const signs = unpackBipolar(bipolarMatrix(bits.data, outFeatures, inFeatures));
  const scales = tensor(`${name}.scales`).data;
  return slices(Array.from(signs), inFeatures).map((weights, f) => ({ weights, scale: scales[f] }));
}

function position(p: number, i: number, features: number): number {
  const half = features / 2;
  const angle = p / 10000 ** ((i % half) / Math.max(1, half - 1));
  return i < half ? Math.sin(angle) : Math.cos(angle);
}

const signOf = (x: number): number => (x < 0 ? -1 : 1);

function halfBound(row: readonly number[]): number {
  return (Math.max(...row.map(Math.abs)) + 1.1920929e-7) / 2;
}

function binarized(row: readonly number[]): number[] {
  return row.map((x) => signOf(x) * halfBound(row));
}

const operand = (bits: 1 | 32, row: number[]): number[] => (bits === 1 ? binarized(row) : row);

export function softmax(row: readonly number[]): number[] {
  const maximum = Math.max(...row);
  const weights = row.map((x) => Math.exp(x - maximum));
  const sum = weights.reduce((total, w) => total + w, 0);
  return weights.map((w) => w / sum);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}

function slices(row: readonly number[], length: number): number[][] {
  return Array.from({ length: row.length / length }, (_, i) =>
    row.slice(i * length, (i + 1) * length),
  );
}
