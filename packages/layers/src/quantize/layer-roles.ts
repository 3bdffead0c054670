import * as tf from "@tensorflow/tfjs";
import type { QuantizeRecipe } from "./quantize-options.ts";

/** What becomes of a call of a layer: quantized with its input, quantized as the first, or what it was. */
export type Role = "inner" | "first" | "as it is";

/** Layers whose kernels can be quantized. */
const quantizable = new Set(["Dense", "Conv2D"]);

/** Layers that stand between a product and the next quantizer without a number of their own to lose. */
const passing = new Set([
  "Activation",
  "AveragePooling2D",
  "BatchNormalization",
  "Dropout",
  "Flatten",
  "GaussianDropout",
  "GaussianNoise",
  "MaxPooling2D",
  "ReLU",
]);

/** Layers that a quantizer behind them replaces: functions, as it is one itself, and noise, which would flip its bits. */
export const replaceable: ReadonlySet<string> = new Set([
  "Activation",
  "Dropout",
  "GaussianDropout",
  "GaussianNoise",
  "ReLU",
]);

/** The roles of all calls of a model. */
export class LayerRoles {
  readonly #roles: ReadonlyMap<tf.SymbolicTensor, Role>;
  readonly #readers: ReadonlyMap<tf.SymbolicTensor, readonly tf.SymbolicTensor[]>;
  readonly #output: tf.SymbolicTensor;

  /** @throws RangeError naming a layer with a kernel that cannot be quantized, and layers to keep that are not there. */
  constructor(calls: readonly tf.SymbolicTensor[], recipe: QuantizeRecipe) {
    const [output] = calls.slice(-1);
    this.#output = output;
    const names = new Set(calls.map(({ sourceLayer }) => sourceLayer.name));
    for (const name of recipe.keep) {
      if (!names.has(name)) {
        throw new RangeError(`quantizeModel: keep must name layers of the model, got "${name}"`);
      }
    }
    for (const { sourceLayer } of calls) checkLayer(sourceLayer, recipe.keep);
    const products = calls.filter(({ sourceLayer }) => quantizable.has(sourceLayer.getClassName()));
    const roles = products.map((call, i): [tf.SymbolicTensor, Role] => {
      const isLast = i === products.length - 1;
      const isKept = recipe.keep.includes(call.sourceLayer.name);
      if (isKept || (isLast && !recipe.quantizeLast)) return [call, "as it is"];
      return [call, i === 0 ? "first" : "inner"];
    });
    this.#roles = new Map(roles);
    this.#readers = readersOf(calls);
  }

  roleOf(call: tf.SymbolicTensor): Role {
    return this.#roles.get(call) ?? "as it is";
  }

  /** Whether whatever reads a value quantizes it, if need be behind layers that pass it on. */
  isQuantizedNext(call: tf.SymbolicTensor): boolean {
    if (call === this.#output) return false;
    const readers = this.#readers.get(call) ?? [];
    return readers.every(
      (reader) =>
        this.roleOf(reader) === "inner" ||
        (passing.has(reader.sourceLayer.getClassName()) && this.isQuantizedNext(reader)),
    );
  }
}

/** @throws RangeError for a layer with a kernel that has no quantized twin. */
function checkLayer(layer: tf.layers.Layer, keep: readonly string[]): void {
  const className = layer.getClassName();
  if (keep.includes(layer.name) || className.startsWith("Quant")) return;
  if (layer instanceof tf.LayersModel) {
    throw new RangeError(
      `quantizeModel: layer "${layer.name}" (${className}) must not be a model within the model: write out its layers, or name it in keep`,
    );
  }
  const hasKernel = layer.weights.some((weight) => /kernel/.test(weight.originalName));
  if (!hasKernel || quantizable.has(className)) return;
  throw new RangeError(
    `quantizeModel: layer "${layer.name}" (${className}) must be ${[...quantizable].join(" or ")} to have a quantized kernel: replace it by these, or name it in keep to leave it real`,
  );
}

function readersOf(
  calls: readonly tf.SymbolicTensor[],
): ReadonlyMap<tf.SymbolicTensor, readonly tf.SymbolicTensor[]> {
  const readers = new Map<tf.SymbolicTensor, tf.SymbolicTensor[]>();
  for (const call of calls) {
    for (const input of call.inputs) readers.set(input, [...(readers.get(input) ?? []), call]);
  }
  return readers;
}
