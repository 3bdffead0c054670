import {
  type Interpreter,
  interpret,
  numbersAt,
  type PackedModel,
  sinusoidalPositions,
  type TypedNode,
  tensorNamed,
} from "@bnnkit/model";
import { floatWeights, transposed } from "../../peers/float-weights.ts";
import type { GraphWriter } from "../../peers/graph-writer.ts";

/** What the one-bit quantizer adds to the greatest magnitude of a row. */
const EPSILON = 2 ** -23;
const LAST_AXIS = -1;

/** Where keys and values of an attention node come from in a graph. */
export type KeyValueSource = (
  node: TypedNode<"attention">,
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
  /** Scales of the rows of values that are signs. */
  readonly rowScales: Map<string, string>;
}

/** Adds the operators of a node, float32 throughout, and notes its value.
 *  @throws RangeError for a node that has no float32 form here (one-bit attention). */
export function lowerNode(lowering: Lowering, typed: TypedNode): void {
  lowering.values.set(typed.node.name, interpret(lowerings, typed, lowering));
}

/** The value of a node or graph input. */
export function inputValue({ values }: Lowering, name: string): string {
  const value = values.get(name);
  if (value === undefined)
    throw new RangeError(`inputValue: ${name} is used before it is computed`);
  return value;
}

const absent = "a translator has none";

const lowerings: Interpreter<Lowering, string> = {
  name: "the float32 graph",
  ops: {
    embedding: { handle: lowerEmbedding },
    "rotary-position": absent,
    position: {
      refuses: ({ node: { table } }) =>
        table === "sinusoidal" ? undefined : "learned positions have no float32 form here",
      handle({ node, output: { features } }, lowering) {
        const { writer, positions } = lowering;
        const dims = [node.maximumLength, features];
        const table = writer.floats(`${node.name} table`, dims, () =>
          sinusoidalPositions(node.maximumLength, features),
        );
        const x = inputValue(lowering, node.inputs[0]);
        return writer.emit("Add", [x, writer.emit("Gather", [table, positions])]);
      },
    },
    "layer-norm": { handle: lowerLayerNorm },
    dense: { handle: lowerDense },
    activation: {
      refuses: ({ node }) => (node.function === "relu" ? undefined : "it must be a ReLU"),
      handle: ({ node: { inputs } }, lowering) =>
        lowering.writer.emit("Relu", [inputValue(lowering, inputs[0])]),
    },
    add: {
      handle: ({ node: { inputs } }, lowering) =>
        lowering.writer.emit(
          "Add",
          inputs.map((name) => inputValue(lowering, name)),
        ),
    },
    attention: {
      refuses: ({ node: { probabilities } }) =>
        probabilities.keep === "all" ? undefined : "one-bit attention has no float32 form",
      handle: lowerAttention,
    },
    threshold: {
      refuses: ({ node }) => (node.rowScale ? undefined : "it must be a sign scaled by its row"),
      handle: lowerSigns,
    },
    round: {
      handle({ node: { inputs } }, lowering) {
        const x = inputValue(lowering, inputs[0]);
        return lowering.keepsBits ? roundToInt8(lowering.writer, x) : x;
      },
    },
    convolution: absent,
    "look-up": absent,
    "truth-tables": absent,
    "group-sum": absent,
    affine: absent,
    multiply: absent,
    concatenate: absent,
    pool: absent,
  },
};

function lowerEmbedding(
  { node, inputs: [ids] }: TypedNode<"embedding">,
  lowering: Lowering,
): string {
  const { writer, model } = lowering;
  const { table, features, multiplier } = node;
  const rows = ids.kind === "ids" ? ids.count : 0;
  const matrix = writer.floats(`${table.tensor} table`, [rows, features], () =>
    floatWeights(model, table, rows, features),
  );
  const found = writer.emit("Gather", [matrix, inputValue(lowering, node.inputs[0])], {
    axis: { int: 0 },
  });
  return writer.emit("Mul", [found, writer.scalar(multiplier)]);
}

function lowerLayerNorm(
  { node, output: { features } }: TypedNode<"layer-norm">,
  lowering: Lowering,
): string {
  const { writer, model } = lowering;
  const { name, groups, epsilon } = node;
  const x = inputValue(lowering, node.inputs[0]);
  const width = features / groups;
  const parameter = (part: string): string =>
    writer.floats(
      `${name}.${part}`,
      [width],
      () => tensorNamed("lowerNode", model.tensors, `${name}.${part}`, "F32").data,
    );
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

function lowerDense(typed: TypedNode<"dense">, lowering: Lowering): string {
  const { writer, model, rowScales } = lowering;
  const { name, inputs, outFeatures, weights, bias } = typed.node;
  const { features: inFeatures } = numbersAt(typed, 0);
  const x = inputValue(lowering, inputs[0]);
  const scale = rowScales.get(inputs[0]);
  // The ½ of the quantizer of activations goes into the weights.
  const factor = scale === undefined ? 1 : 0.5;
  const isTied = model.tensors.has(`${weights.tensor}.codes`);
  const product = isTied
    ? writer.emit("Gemm", [x, tableOf(typed, lowering)], { transB: { int: 1 } })
    : writer.emit("MatMul", [
        x,
        writer.floats(`${name} weights`, [inFeatures, outFeatures], () =>
          transposed(
            floatWeights(model, weights, outFeatures, inFeatures),
            outFeatures,
            inFeatures,
            factor,
          ),
        ),
      ]);
  const scaled = scale === undefined ? product : writer.emit("Mul", [product, scale]);
  if (!bias) return scaled;
  const offsets = writer.floats(
    `${name}.bias`,
    [outFeatures],
    () => tensorNamed("lowerNode", model.tensors, `${name}.bias`, "F32").data,
  );
  return writer.emit("Add", [scaled, offsets]);
}

/** The table of words as it is embedded, too. */
function tableOf(typed: TypedNode<"dense">, { writer, model }: Lowering): string {
  const { weights, outFeatures } = typed.node;
  const { features } = numbersAt(typed, 0);
  return writer.floats(`${weights.tensor} table`, [outFeatures, features], () =>
    floatWeights(model, weights, outFeatures, features),
  );
}

/** Signs of x as ±1, sign(0) = +1, and for each row its greatest magnitude plus 2⁻²³. */
function lowerSigns({ node }: TypedNode<"threshold">, lowering: Lowering): string {
  const { writer, keepsBits, rowScales } = lowering;
  const x = inputValue(lowering, node.inputs[0]);
  if (!keepsBits) return x;
  const scale = writer.emit("Add", [greatestMagnitude(writer, x), writer.scalar(EPSILON)]);
  rowScales.set(node.name, scale);
  const isNegative = writer.emit("Less", [x, writer.scalar(0)]);
  return writer.emit("Where", [isNegative, writer.scalar(-1), writer.scalar(1)]);
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

function lowerAttention(typed: TypedNode<"attention">, lowering: Lowering): string {
  const { writer } = lowering;
  const [query, key, value] = typed.node.inputs.map((name) => inputValue(lowering, name));
  const { keys, values } = lowering.keyValues(typed, { key, value });
  const { headFeatures } = headsOf(typed);
  const scaled = writer.emit("Mul", [query, writer.scalar(1 / Math.sqrt(headFeatures))]);
  const scores = writer.emit("MatMul", [splitHeads(lowering, typed, scaled, "rows"), keys]);
  const weights = writer.emit("Softmax", [scores], { axis: { int: LAST_AXIS } });
  const context = writer.emit("MatMul", [weights, values]);
  const joined =
    lowering.rows === "one"
      ? context
      : writer.emit("Transpose", [context], { perm: { ints: [1, 0, 2] } });
  return writer.emit("Reshape", [joined, writer.shape(-1, typed.output.features)]);
}

/** Heads of an attention, and the features of each. */
export function headsOf({ node: { heads }, output: { features } }: TypedNode<"attention">): {
  readonly heads: number;
  readonly headFeatures: number;
} {
  return { heads, headFeatures: features / heads };
}

/** [rows, heads · headFeatures] as [heads, rows, headFeatures], or with the last two exchanged, as keys want it. */
export function splitHeads(
  { writer, rows }: Pick<Lowering, "writer" | "rows">,
  typed: TypedNode<"attention">,
  x: string,
  order: "rows" | "columns",
): string {
  const { heads, headFeatures } = headsOf(typed);
  if (rows === "one") {
    const dims = order === "rows" ? [heads, 1, headFeatures] : [heads, headFeatures, 1];
    return writer.emit("Reshape", [x, writer.shape(...dims)]);
  }
  const split = writer.emit("Reshape", [x, writer.shape(-1, heads, headFeatures)]);
  const perm = order === "rows" ? [1, 0, 2] : [1, 2, 0];
  return writer.emit("Transpose", [split], { perm: { ints: perm } });
}
