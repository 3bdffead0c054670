import * as tf from "@tensorflow/tfjs";
import { callsBefore } from "../calls-before.ts";
import { bnn } from "../systems/bnn.ts";
import { callLayer, layerCopy, layerOf } from "./layer-copy.ts";
import { LayerRoles, replaceable } from "./layer-roles.ts";
import type { QuantizeOptions, QuantizeRecipe } from "./quantize-options.ts";
import { quantizedLayer } from "./quantized-layer.ts";

/** A value of the new model. */
interface Rebuilt {
  readonly tensor: tf.SymbolicTensor;
  /** Whether it is the output of a product that nothing has normalized yet. */
  readonly isRaw: boolean;
}

/**
 * The same network with quantized layers: dense layers and convolutions become `quantDense` and `quantConv2d`, their weights the
 * latent weights to start from. It has to be trained on, as most of what the real network knew is lost with the first sign.
 *
 * Activations and dropout that lead to quantized layers alone are left out, since the quantizer of the input takes their place; a
 * product without batch normalization gets one in front of that quantizer. Regularizers, constraints and initializers of
 * quantized layers are left behind. The model that is given is read, not changed.
 *
 * Courbariaux et al. 2016, Binarized Neural Networks, https://arxiv.org/abs/1602.02830, §1 (order of layers)
 * @throws RangeError naming a layer with a kernel that cannot be quantized, and what to do; for several inputs or outputs.
 */
export function quantizeModel(
  model: tf.LayersModel,
  options: QuantizeOptions = {},
): tf.LayersModel {
  const [source, ...otherInputs] = model.inputs;
  const [target, ...otherOutputs] = model.outputs;
  if (otherInputs.length > 0 || otherOutputs.length > 0) {
    throw new RangeError(
      `quantizeModel: model must have one input and one output, got ${model.inputs.length} and ${model.outputs.length}`,
    );
  }
  const recipe = recipeOf(options);
  const calls = callsBefore(target);
  checkCalledOnce(calls);
  const roles = new LayerRoles(calls, recipe);
  const input = tf.input({
    batchShape: source.shape,
    dtype: source.dtype,
    name: source.sourceLayer.name,
  });
  const values = new Map<tf.SymbolicTensor, Rebuilt>([[source, { tensor: input, isRaw: false }]]);
  for (const call of calls) {
    if (call !== source) values.set(call, rebuilt(call, values, { recipe, roles }));
  }
  const output = values.get(target)?.tensor ?? input;
  return tf.model({ inputs: input, outputs: output, name: `${model.name}_quantized` });
}

interface Rebuilding {
  readonly recipe: QuantizeRecipe;
  readonly roles: LayerRoles;
}

function rebuilt(
  call: tf.SymbolicTensor,
  values: ReadonlyMap<tf.SymbolicTensor, Rebuilt>,
  rebuilding: Rebuilding,
): Rebuilt {
  const { recipe, roles } = rebuilding;
  const { sourceLayer: layer } = call;
  const inputs = call.inputs.map((tensor) => values.get(tensor) ?? missing(layer));
  const [x] = inputs;
  const role = roles.roleOf(call);
  if (role !== "as it is") {
    const isFirst = role === "first";
    const twin = quantizedLayer(layer, recipe, isFirst);
    const read = isFirst ? x : normalized(x, layer, recipe);
    return withActivation(call, callLayer(twin, read.tensor, layer), roles);
  }
  const className = layer.getClassName();
  const isQuantizedNext = roles.isQuantizedNext(call);
  const isKept = recipe.keep.includes(layer.name);
  if (isQuantizedNext && replaceable.has(className) && !isKept) return x;
  if (className === "Flatten" && isQuantizedNext) {
    const read = normalized(x, layer, recipe);
    return { tensor: callLayer(layerCopy(layer), read.tensor), isRaw: false };
  }
  const tensors = inputs.map(({ tensor }) => tensor);
  const tensor = callLayer(layerCopy(layer), tensors.length === 1 ? tensors[0] : tensors, layer);
  return { tensor, isRaw: x.isRaw && /Pooling2D$/.test(className) };
}

/** A product with the activation that its layer had, unless a quantizer takes its place. */
function withActivation(
  call: tf.SymbolicTensor,
  product: tf.SymbolicTensor,
  roles: LayerRoles,
): Rebuilt {
  const { activation } = call.sourceLayer.getConfig();
  const isFunction = typeof activation === "string" && activation !== "linear";
  if (!isFunction || roles.isQuantizedNext(call)) return { tensor: product, isRaw: true };
  const name = `${call.sourceLayer.name}_${activation}`;
  const layer = layerOf("Activation", { name, activation });
  return { tensor: callLayer(layer, product), isRaw: false };
}

/** A value with batch normalization, if it is a product without one. */
function normalized(
  { tensor, isRaw }: Rebuilt,
  { name }: tf.layers.Layer,
  { batchNormalization }: QuantizeRecipe,
): Rebuilt {
  if (!isRaw) return { tensor, isRaw };
  const layer = tf.layers.batchNormalization({ ...batchNormalization, name: `${name}_normalized` });
  return { tensor: callLayer(layer, tensor), isRaw: false };
}

function recipeOf(options: QuantizeOptions): QuantizeRecipe {
  return {
    inputQuantizer: "clipped-sign",
    kernelQuantizer: "clipped-sign",
    firstKernelQuantizer: "int8-rows",
    quantizeLast: false,
    keep: [],
    padValue: 1,
    batchNormalization: bnn.presets["bnn-theano"].normalization,
    ...options,
  };
}

/** @throws RangeError for a layer with several calls, which would share a latent kernel. */
function checkCalledOnce(calls: readonly tf.SymbolicTensor[]): void {
  const layers = new Set<tf.layers.Layer>();
  for (const { sourceLayer: layer } of calls) {
    if (layers.has(layer)) {
      throw new RangeError(
        `quantizeModel: layer "${layer.name}" must be called once in the model: give each call a layer of its own`,
      );
    }
    layers.add(layer);
  }
}

function missing(layer: tf.layers.Layer): never {
  throw new RangeError(
    `quantizeModel: layer "${layer.name}" must read the model's input or another layer's value`,
  );
}
