import type { Interpreter, Node, PackedModel } from "@bnnkit/model";
import { interpret, sinusoidalPositions } from "@bnnkit/model";
import { dataOf, denseWeights, tableWeights } from "./float-weights.ts";
import type { GraphWriter } from "./graph-writer.ts";

/** What the one-bit quantizer adds to the greatest magnitude of a row. */
const EPSILON = 2 ** -23;
const LAST_AXIS = -1;

/** Where keys and values of an attention node come from in a graph. */
export type KeyValueSource = (
  node: Node<"attention">,
  keyValue: { readonly key: string; readonly value: string },
) => { readonly keys: string; readonly values: string };

/** How nodes are lowered. */
export interface Lowering {
  readonly model: PackedModel;
  readonly writer: GraphWriter;
  /** Whether one-bit activations stay so, as signs in float32, and int8 ones whole numbers; without, the model computes
   *  something else. */
  readonly keepsBits: boolean;
  /** Rows are positions of one sentence, or the one position of a decoding step. */
  readonly rows: "positions" | "one";
  /** int64 [rows] */
  readonly positions: string;
  readonly keyValues: KeyValueSource;
  /** Values by the names of nodes and graph inputs. */
  readonly values: Map<string, string>;
  /** Signs and scales by value, so that query, key and value share them. */
  readonly signs: Map<string, { readonly signs: string; readonly scale: string }>;
}

/** Adds the operators of a node, float32 throughout, and notes its value.
 *  @throws RangeError for a node that has no float32 form here (one-bit attention). */
export function lowerNode(lowering: Lowering, node: Node): void {
  lowering.values.set(node.name, interpret(lowerings, node, lowering));
}

/** The value of a node or graph input. */
export function inputValue({ values }: Lowering, name: string): string {
  const value = values.get(name);
  if (value === undefined)
    throw new RangeError(`inputValue: ${name} is used before it is computed`);
  return value;
}

const lowerings: Interpreter<Lowering, string> = {
  name: "the float32 graph",
  ops: {
    embedding: {
      handle(node, lowering) {
        const { writer } = lowering;
        const ids = inputValue(lowering, node.inputs[0]);
        const rows = writer.emit("Gather", [tableOf(lowering, node), ids], { axis: { int: 0 } });
        return writer.emit("Mul", [rows, writer.scalar(node.multiplier)]);
      },
    },
    "sinusoidal-position": {
      handle(node, lowering) {
        const { writer, positions } = lowering;
        const dims = [node.maximumLength, node.features];
        const table = writer.floats(`${node.name} table`, dims, () =>
          sinusoidalPositions(node.maximumLength, node.features),
        );
        const x = inputValue(lowering, node.inputs[0]);
        return writer.emit("Add", [x, writer.emit("Gather", [table, positions])]);
      },
    },
    "layer-norm": { handle: (node, lowering) => lowerLayerNorm(lowering, node) },
    dense: { handle: (node, lowering) => lowerDense(lowering, node) },
    relu: {
      handle: ({ inputs: [x] }, lowering) =>
        lowering.writer.emit("Relu", [inputValue(lowering, x)]),
    },
    add: {
      handle: ({ inputs }, lowering) =>
        lowering.writer.emit(
          "Add",
          inputs.map((name) => inputValue(lowering, name)),
        ),
    },
    attention: {
      refuses: ({ bits }) => (bits === 1 ? "one-bit attention has no float32 form" : undefined),
      handle: (node, lowering) => lowerAttention(lowering, node),
    },
    logits: {
      handle(node, lowering) {
        const { writer, keepsBits } = lowering;
        const x = inputValue(lowering, node.inputs[0]);
        const hidden = keepsBits && node.bits === 8 ? roundToInt8(writer, x) : x;
        return writer.emit("Gemm", [hidden, tableOf(lowering, node)], { transB: { int: 1 } });
      },
    },
  },
};

function tableOf({ writer, model }: Lowering, node: Node<"embedding"> | Node<"logits">): string {
  const dims = [node.vocabularySize, node.features];
  return writer.floats(`${node.table} table`, dims, () => tableWeights(model, node));
}

function lowerLayerNorm(lowering: Lowering, node: Node<"layer-norm">): string {
  const { writer, model } = lowering;
  const { name, features, groups, epsilon } = node;
  const x = inputValue(lowering, node.inputs[0]);
  const width = features / groups;
  const parameter = (part: string): string =>
    writer.floats(`${name}.${part}`, [width], () => dataOf(model, `${name}.${part}`, "F32"));
  const slices = groups === 1 ? x : writer.emit("Reshape", [x, writer.shape(-1, width)]);
  const normalized = writer.emit(
    "LayerNormalization",
    [slices, parameter("gamma"), parameter("beta")],
    { axis: { int: LAST_AXIS }, epsilon: { float: epsilon } },
  );
  return groups === 1
    ? normalized
    : writer.emit("Reshape", [normalized, writer.shape(-1, features)]);
}

function lowerDense(lowering: Lowering, node: Node<"dense">): string {
  const { writer, model, keepsBits } = lowering;
  const x = inputValue(lowering, node.inputs[0]);
  const { name, inFeatures, outFeatures } = node;
  const isOneBit = keepsBits && node.activationBits === 1;
  // The ½ of the quantizer of activations goes into the weights.
  const factor = isOneBit ? 0.5 : 1;
  const weights = writer.floats(`${name} weights`, [inFeatures, outFeatures], () =>
    denseWeights(model, node, factor),
  );
  const { signs, scale } = isOneBit ? signsOf(lowering, x) : { signs: x, scale: undefined };
  const product = writer.emit("MatMul", [signs, weights]);
  const scaled = scale === undefined ? product : writer.emit("Mul", [product, scale]);
  if (!node.bias) return scaled;
  const bias = writer.floats(`${name}.bias`, [outFeatures], () =>
    dataOf(model, `${name}.bias`, "F32"),
  );
  return writer.emit("Add", [scaled, bias]);
}

/** Signs of x as ±1, sign(0) = +1, and for each row its greatest magnitude plus 2⁻²³. */
function signsOf(
  { writer, signs: known }: Lowering,
  x: string,
): { readonly signs: string; readonly scale: string } {
  const found = known.get(x);
  if (found !== undefined) return found;
  const scale = writer.emit("Add", [greatestMagnitude(writer, x), writer.scalar(EPSILON)]);
  const isNegative = writer.emit("Less", [x, writer.scalar(0)]);
  const signs = writer.emit("Where", [isNegative, writer.scalar(-1), writer.scalar(1)]);
  known.set(x, { signs, scale });
  return { signs, scale };
}

/** x as int8 codes times the row's scale, r = max|x| / 127: `round(x / r)·r`. */
function roundToInt8(writer: GraphWriter, x: string): string {
  const largest = greatestMagnitude(writer, x);
  const scale = writer.emit("Div", [largest, writer.scalar(127)]);
  return writer.emit("Mul", [writer.emit("Round", [writer.emit("Div", [x, scale])]), scale]);
}

function greatestMagnitude(writer: GraphWriter, x: string): string {
  return writer.emit("ReduceMax", [writer.emit("Abs", [x])], {
    axes: { ints: [LAST_AXIS] },
    keepdims: { int: 1 },
  });
}

function lowerAttention(lowering: Lowering, node: Node<"attention">): string {
  const { writer } = lowering;
  const [query, key, value] = node.inputs.map((name) => inputValue(lowering, name));
  const { keys, values } = lowering.keyValues(node, { key, value });
  const scaled = writer.emit("Mul", [query, writer.scalar(1 / Math.sqrt(node.headFeatures))]);
  const scores = writer.emit("MatMul", [splitHeads(lowering, node, scaled, "rows"), keys]);
  const weights = writer.emit("Softmax", [scores], { axis: { int: LAST_AXIS } });
  const context = writer.emit("MatMul", [weights, values]);
  const joined =
    lowering.rows === "one"
      ? context
      : writer.emit("Transpose", [context], { perm: { ints: [1, 0, 2] } });
  const width = node.heads * node.headFeatures;
  return writer.emit("Reshape", [joined, writer.shape(-1, width)]);
}

/** [rows, heads · headFeatures] as [heads, rows, headFeatures], or with the last two exchanged, as keys want it. */
export function splitHeads(
  { writer, rows }: Pick<Lowering, "writer" | "rows">,
  { heads, headFeatures }: Node<"attention">,
  x: string,
  order: "rows" | "columns",
): string {
  if (rows === "one") {
    const dims = order === "rows" ? [heads, 1, headFeatures] : [heads, headFeatures, 1];
    return writer.emit("Reshape", [x, writer.shape(...dims)]);
  }
  const split = writer.emit("Reshape", [x, writer.shape(-1, heads, headFeatures)]);
  const perm = order === "rows" ? [1, 0, 2] : [1, 2, 0];
  return writer.emit("Transpose", [split], { perm: { ints: perm } });
}
