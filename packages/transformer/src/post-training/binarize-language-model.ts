import { checkIntegerBetween } from "@bnnkit/core";
import {
  checkModel,
  type DenseNode,
  type GoldenRun,
  goldenRunTensors,
  type LanguageModelDescription,
  type Node,
  numbersAt,
  ofTask,
  type PackedModel,
  type Tensor,
  type TypedNode,
  tensorNamed,
  typeGraph,
  type Weights,
} from "@bnnkit/model";
import { evaluateGraph, matrix } from "@bnnkit/model/reference";
import {
  type InputCorrelation,
  inputCorrelation,
  squaredError,
  type WeightMatrix,
} from "@bnnkit/quantizers/calibration";
import { CalibrationValues } from "./calibration-values.ts";
import { codeWords } from "./coded-table.ts";
import { linearNodes } from "./linear-tensors.ts";
import { type BinarizationMethod, binarizeLinear } from "./methods.ts";

export interface BinarizeLanguageModelOptions {
  readonly method: BinarizationMethod;
  /** Ids of texts, each of at most as many as the model has positions: what inputs are like. Default: none, which "bi-llm" refuses. */
  readonly calibration?: readonly (readonly number[])[];
  /** Which linear layers become few bits, by the names of their nodes. Default: all but the one that scores words. */
  readonly isChosen?: (name: string) => boolean;
  /** What the tables that embed and score words become: int8 with a scale of each row, or what they were. Default "float32". */
  readonly table?: "float32" | "int8";
  /** Ids of texts whose scores are put into the file, as the definition gives them, for `verify` of the runtime. Default: none. */
  readonly golden?: readonly (readonly number[])[];
  /** Called after each layer; it may throw to stop. */
  readonly onLayer?: (layer: BinarizedLayer) => void;
}

/** How a linear layer came out. */
export interface BinarizedLayer {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Of a weight, masks, scales and offsets (32 bits each) included. */
  readonly bitsPerWeight: number;
  /** `Σ(w − q)²/Σw²` */
  readonly weightError: number;
  /** The same of its outputs in the calibration texts; undefined without. */
  readonly outputError?: number;
}

/** A language model of few bits, and how its layers came out. */
export interface BinarizedLanguageModel {
  readonly model: PackedModel & { readonly description: LanguageModelDescription };
  readonly layers: readonly BinarizedLayer[];
  /** Of a weight of all layers together. */
  readonly bitsPerWeight: number;
}

const where = "binarizeLanguageModel";

/** Binarizes the linear layers of a language model of floats, in their order: each is calibrated on what it reads once those before it are of
 *  few bits. What is a matrix stays a node, its code a sum of scaled digits, so the model is written, read and run as any.
 *
 *  @throws RangeError for a model of another task, one without a layer of floats that is chosen, texts that are too long or hold ids that
 *    the model does not know, and as the methods do. */
export function binarizeLanguageModel(
  model: PackedModel,
  options: BinarizeLanguageModelOptions,
): BinarizedLanguageModel {
  const checked = checkModel(model);
  const description = ofTask(where, checked.description, "language-model");
  const { calibration = [], onLayer, table = "float32" } = options;
  checkTexts("calibration", calibration, description);
  checkTexts("golden", options.golden ?? [], description);
  const typed = typeGraph(description.graph, where);
  const isChosen = options.isChosen ?? ((name) => name !== description.graph.output);
  const tensors = new Map<string, Tensor>(checked.tensors);
  const values =
    calibration.length === 0 ? undefined : new CalibrationValues(typed, tensors, calibration);
  const nodes: Node[] = [];
  const layers: BinarizedLayer[] = [];
  const chosenLayer = (each: TypedNode): TypedNode<"dense"> | undefined =>
    isDense(each) && isFloatLayer(each.node) && isChosen(each.node.name) ? each : undefined;
  const lastChosen = typed.nodes.findLastIndex((each) => chosenLayer(each) !== undefined);
  for (const [index, each] of typed.nodes.entries()) {
    const layer = chosenLayer(each);
    if (layer === undefined) {
      nodes.push(each.node);
      if (index < lastChosen) values?.evaluate(each);
      continue;
    }
    const binarized = binarizeLayer(layer, tensors, options.method, values);
    nodes.push(...binarized.nodes);
    layers.push(binarized.layer);
    onLayer?.(binarized.layer);
  }
  if (layers.length === 0) throw new RangeError(`${where}: no layer of floats was chosen`);
  const tables = table === "int8" ? floatTables(nodes, description.graph.output) : [];
  const all = tables.reduce<readonly Node[]>(
    (coded, tensor) => codeWords(coded, tensors, tensor),
    nodes,
  );
  const few = {
    description: { ...description, graph: { ...description.graph, nodes: all } },
    tensors,
    metadata: { ...model.metadata, binarization: JSON.stringify(options.method) },
  };
  for (const [name, tensor] of goldenTensors(few, options.golden ?? [])) tensors.set(name, tensor);
  checkModel(few);
  const count = layers.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const bits = layers.reduce((sum, l) => sum + l.bitsPerWeight * l.rows * l.columns, 0);
  return { model: few, layers, bitsPerWeight: bits / count };
}

function isDense(typed: TypedNode): typed is TypedNode<"dense"> {
  return typed.node.op === "dense";
}

/** Whether the matrix is its own, of floats. */
function isFloatLayer({ name, weights: { tensor, code } }: DenseNode): boolean {
  return tensor === name && code.length === 1 && code[0].digit === "float32";
}

function binarizeLayer(
  typed: TypedNode<"dense">,
  tensors: Map<string, Tensor>,
  method: BinarizationMethod,
  values: CalibrationValues | undefined,
): { readonly nodes: readonly Node[]; readonly layer: BinarizedLayer } {
  const { node } = typed;
  const { name, outFeatures: rows } = node;
  const columns = numbersAt(typed, 0).features;
  const { data } = tensorNamed(where, tensors, `${name}.weights`, "F32");
  const matrix: WeightMatrix = { rows, columns, values: data };
  const inputs = values?.rowsOf(node.inputs[0]);
  const correlation = inputs && correlationOf(inputs, columns);
  const binarized = binarizeLinear(matrix, method, correlation);
  const linear = linearNodes(node, binarized.chain);
  tensors.delete(`${name}.weights`);
  for (const [tensorName, tensor] of linear.tensors) tensors.set(tensorName, tensor);
  const few = { rows, columns, values: binarized.values };
  const outputs = inputs?.map((x) => product(x, few));
  const outputError = inputs && outputs && relativeOutputError(inputs, matrix, outputs);
  if (values !== undefined && outputs !== undefined) {
    const bias = node.bias ? tensorNamed(where, tensors, `${name}.bias`, "F32").data : undefined;
    values.put(
      typed,
      bias ? outputs.map((row) => row.map((y, i) => y + bias[i % rows])) : outputs,
      rows,
    );
  }
  const layer: BinarizedLayer = {
    ...{ name, rows, columns, bitsPerWeight: linear.bits / (rows * columns) },
    weightError: squaredError(data, binarized.values) / (sumOfSquares(data) || 1),
    ...(outputError !== undefined && { outputError }),
  };
  return { nodes: linear.nodes, layer };
}

function correlationOf(inputs: readonly Float64Array[], columns: number): InputCorrelation {
  let correlation: InputCorrelation = { size: columns, sums: new Float64Array(columns ** 2) };
  for (const x of inputs) correlation = inputCorrelation(x, columns, correlation);
  return correlation;
}

function relativeOutputError(
  inputs: readonly Float64Array[],
  matrix: WeightMatrix,
  few: readonly Float64Array[],
): number {
  let [error, all] = [0, 0];
  for (const [i, x] of inputs.entries()) {
    const outputs = product(x, matrix);
    error += squaredError(outputs, few[i]);
    all += sumOfSquares(outputs);
  }
  return error / (all || 1);
}

/** `W·x` of rows, four outputs at a time. */
function product(x: Float64Array, { rows, columns, values }: WeightMatrix): Float64Array {
  const weights = values instanceof Float64Array ? values : Float64Array.from(values);
  const count = x.length / columns;
  const out = new Float64Array(count * rows);
  const whole = rows - (rows % 4);
  for (let row = 0; row < count; row++) {
    const [at, to] = [row * columns, row * rows];
    for (let n = 0; n < whole; n += 4) {
      const first = n * columns;
      const [second, third, fourth] = [first + columns, first + 2 * columns, first + 3 * columns];
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let i = 0; i < columns; i++) {
        const input = x[at + i];
        a += weights[first + i] * input;
        b += weights[second + i] * input;
        c += weights[third + i] * input;
        d += weights[fourth + i] * input;
      }
      out[to + n] = a;
      out[to + n + 1] = b;
      out[to + n + 2] = c;
      out[to + n + 3] = d;
    }
    for (let n = whole; n < rows; n++) {
      let sum = 0;
      for (let i = 0; i < columns; i++) sum += weights[n * columns + i] * x[at + i];
      out[to + n] = sum;
    }
  }
  return out;
}

function sumOfSquares(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value ** 2;
  return sum;
}

/** The tables of floats that embed words, and that score them. */
function floatTables(nodes: readonly Node[], output: string): readonly string[] {
  const tables = nodes.flatMap((node): readonly Weights[] => {
    if (node.op === "embedding") return [node.table];
    return node.op === "dense" && node.name === output ? [node.weights] : [];
  });
  const ofFloats = tables.filter(({ code }) => code.length === 1 && code[0].digit === "float32");
  return [...new Set(ofFloats.map(({ tensor }) => tensor))];
}

function goldenTensors(
  model: Pick<BinarizedLanguageModel["model"], "description" | "tensors">,
  texts: readonly (readonly number[])[],
): ReadonlyMap<string, Tensor> {
  const { graph, text } = model.description;
  const [{ name }] = graph.inputs;
  const runs = texts.map((ids): GoldenRun => {
    const column = matrix(ids.length, 1, (row) => ids[row]);
    const { data } = evaluateGraph(model, graph, new Map([[name, column]]));
    const input: Tensor = { dtype: "I32", shape: [ids.length], data: Int32Array.from(ids) };
    return { inputs: new Map([[name, input]]), output: Float32Array.from(data) };
  });
  return goldenRunTensors(runs, text.tokens.vocabularySize);
}

function checkTexts(
  name: string,
  texts: readonly (readonly number[])[],
  { text: { maximumLength, tokens } }: LanguageModelDescription,
): void {
  for (const [i, ids] of texts.entries()) {
    checkIntegerBetween(where, `${name}[${i}].length`, ids.length, 1, maximumLength);
    for (const [j, id] of ids.entries()) {
      checkIntegerBetween(where, `${name}[${i}][${j}]`, id, 0, tokens.vocabularySize - 1);
    }
  }
}
