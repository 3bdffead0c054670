import { type Code, levelsOf } from "@bnnkit/core";
import type { Quantizer, QuantizerParameter } from "@bnnkit/quantizers";
import type * as tf from "@tensorflow/tfjs";
import type { ExportedValue } from "./exported-value.ts";
import { type LayerCall, refusal } from "./layer-export.ts";
import { settled } from "./settled.ts";
import { thresholded } from "./thresholded.ts";

type Reader = Pick<LayerCall, "layer" | "writer">;

/** A quantized value: what is pending and the quantizer become the thresholds of one node.
 *  @param wanted  Name of the node.
 *  @throws RangeError naming the layer for a quantizer that is no row of levels. */
export function quantized(
  reader: Reader,
  value: ExportedValue,
  quantizer: Quantizer,
  wanted: string = `${value.name}.levels`,
): ExportedValue {
  const { writer } = reader;
  const { name, options } = quantizer;
  return writer.once(value, JSON.stringify({ name, options }), () =>
    quantizer.code.some(({ scale, offset }) => scale === "row" || offset === "row")
      ? quantizedRows(reader, value, quantizer, wanted)
      : leveled(reader, value, quantizer, wanted),
  );
}

/** Levels with constants. */
function leveled(
  { layer, writer }: Reader,
  value: ExportedValue,
  quantizer: Quantizer,
  wanted: string,
): ExportedValue {
  const { code } = quantizer;
  const { features } = value.type;
  if (quantizer.dependsOnOthers) {
    throw refusal(
      layer,
      `must quantize each number of its input by itself, and "${quantizer.name}" compares it with the others`,
      "take a quantizer whose thresholds are constants or parameters",
    );
  }
  if (quantizer.parameters?.some((parameter) => isOfPlaces(parameter, features))) {
    throw refusal(
      layer,
      "must have parameters for each feature of the map, not for each place of a flattened one",
      "put a quantActivation before the flatten layer",
    );
  }
  const levels = levelValues(layer, code);
  return thresholded({ layer, writer }, value, {
    wanted,
    code,
    count: levels.length - 1,
    levelsAt: (x) => Float32Array.from(quantizer.quantize(x).dataSync(), (y) => levelOf(levels, y)),
  });
}

/** Whether a parameter has a number for each feature of a flattened map, which are more than the features of a place. */
function isOfPlaces({ shape, initial }: QuantizerParameter, features: number): boolean {
  return shape.includes("features") && typeof initial !== "number" && initial.length !== features;
}

/** Scales of rows that a node finds itself. */
function quantizedRows(
  { layer, writer }: Reader,
  value: ExportedValue,
  { name: quantizer, options, code }: Quantizer,
  wanted: string,
): ExportedValue {
  const { domain } = value.type;
  const isRow = domain.kind === "map" && domain.height * domain.width === 1;
  if (options.scaleAxis !== "activations" || (value.isFlat && !isRow)) {
    throw refusal(
      layer,
      "must quantize with constant scales, or with one for each place",
      'take scaleAxis "activations", not behind a flatten layer, or constant scales',
    );
  }
  const x = settled(writer, value);
  const name = writer.nameOf(wanted, layer.name);
  if (quantizer === "bmt") {
    const rowScale = "half-maximum";
    const inputs = [x.name] as const;
    return writer.write(
      { op: "threshold", name, inputs, thresholds: [0], flips: false, code, rowScale },
      x,
    );
  }
  if (quantizer === "int8-rows") {
    const range = [-127, 127] as const;
    return writer.write(
      { op: "round", name, inputs: [x.name], step: "int8-step", digit: "int8", range },
      x,
    );
  }
  throw refusal(
    layer,
    `must quantize with constant scales, "bmt" or "int8-rows", got "${quantizer}"`,
    "take one of those quantizers",
  );
}

/** The numbers of a code of bits or ternary digits, rising. */
function levelValues(layer: tf.layers.Layer, code: Code): readonly number[] {
  const choices = code.map(({ digit }) => (digit === "ternary" ? 3 : 2));
  const most = choices.reduce((product, count) => product * count, 1);
  for (let count = most - 1; count > 0; count--) {
    try {
      return levelsOf("packClassifier", code, count).map(({ value }) => value);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  throw refusal(
    layer,
    "must quantize its input to bits or ternary digits",
    "take a quantizer whose numbers are sums of those",
  );
}

/** Which of the rising levels a number is, the nearest. */
function levelOf(levels: readonly number[], number: number): number {
  let level = 0;
  while (level + 1 < levels.length && number >= (levels[level] + levels[level + 1]) / 2) level++;
  return level;
}
