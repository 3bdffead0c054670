import type { Extent, Padding, Window } from "@bnnkit/core";
import { float32, sameMargin } from "@bnnkit/core";
import type { Quantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import type { OutputMap } from "../output-map.ts";
import type { ExportedValue, FeatureMap } from "./exported-value.ts";
import { kernelWeights } from "./kernel-weights.ts";
import { type LayerCall, refusal, soleInput } from "./layer-export.ts";
import { quantized } from "./quantized.ts";
import { settled } from "./settled.ts";

/** What a layer multiplies its input with, and how. */
export interface Factor {
  /** Outputs last. */
  readonly kernel: tf.Tensor;
  /** What is added to the outputs. */
  readonly outputBias: tf.Tensor | undefined;
  readonly inputQuantizer?: Quantizer | undefined;
  readonly kernelQuantizer?: Quantizer | undefined;
  readonly inputScale?: "window-mean" | null;
  readonly outputMap?: OutputMap | null;
  /** Of the channels that it reads; default one of all of them. */
  readonly groups?: number;
}

/** A dense layer: behind a flattened map the convolution as large as the map. */
export function writeDense(call: LayerCall, factor: Factor): ExportedValue {
  const x = soleInput(call);
  const { domain } = x.type;
  if (!x.isFlat || domain.kind !== "map" || domain.height * domain.width === 1) {
    return writeProduct(call, factor, undefined);
  }
  return writeProduct(call, factor, windowOf([domain.height, domain.width], {}));
}

/** A product with a window, or without one at each place. */
export function writeProduct(
  call: LayerCall,
  factor: Factor,
  window: Window | undefined,
): ExportedValue {
  const { kernel, outputBias, inputQuantizer, kernelQuantizer, groups = 1 } = factor;
  const { layer, writer } = call;
  const value = soleInput(call);
  if (value.isFlat && window === undefined && !isOnePixel(value)) {
    throw refusal(layer, "must not read a flattened map", "put it before the flatten layer");
  }
  const x = inputQuantizer ? quantized(call, value, inputQuantizer) : settled(writer, value);
  const name = writer.nameOf(layer.name);
  const { weights, tensors, scales } = kernelWeights(layer, name, kernel, kernelQuantizer);
  const outFeatures = kernel.shape[kernel.rank - 1];
  const shared = { name, inputs: [x.name], outFeatures, weights, bias: false } as const;
  const product = writer.write(
    window ? { op: "convolution", ...shared, window, groups } : { op: "dense", ...shared },
    x,
    tensors,
  );
  const y = factor.inputScale ? timesWindowMeans(call, product, window) : product;
  const addends = kernel.size / outFeatures;
  return {
    ...y,
    isFlat: false,
    pending: [
      ...(factor.outputMap ? [matches(layer.name, addends)] : []),
      ...(scales ? [multiplication(layer.name, scales)] : []),
      ...(outputBias ? [addition(layer.name, outputBias)] : []),
    ],
  };
}

/** A product times the mean magnitude of what it reads, under its window. */
function timesWindowMeans(
  call: LayerCall,
  product: ExportedValue,
  window: Window | undefined,
): ExportedValue {
  const { layer, writer } = call;
  const x = settled(writer, soleInput(call));
  const magnitudes = writer.write(
    {
      op: "activation",
      name: writer.nameOf(`${layer.name}.magnitudes`, layer.name),
      inputs: [x.name],
      function: "absolute",
      shifts: false,
    },
    x,
  );
  const addends = x.type.features * (window ? window.size[0] * window.size[1] : 1);
  const name = writer.nameOf(`${layer.name}.means`, layer.name);
  const data = new Float32Array(addends).fill(1 / addends);
  const weights = { tensor: name, code: float32 } as const;
  const shared = { name, inputs: [magnitudes.name], outFeatures: 1, weights, bias: false } as const;
  const inside = window && { ...window, padding: { ...window.padding, value: 0 } };
  const means = writer.write(
    inside
      ? { op: "convolution", ...shared, window: inside, groups: 1 }
      : { op: "dense", ...shared },
    x,
    [[`${name}.weights`, { dtype: "F32", shape: [1, addends], data }]],
  );
  const scaled = writer.nameOf(`${layer.name}.scaled`, layer.name);
  return writer.write(
    { op: "multiply", name: scaled, inputs: [product.name, means.name] },
    product,
  );
}

/** A window over a map, with a margin of `outside`. */
export function windowOf(
  size: Extent,
  {
    strides = [1, 1],
    dilations = [1, 1],
    margin,
  }: {
    readonly strides?: Extent;
    readonly dilations?: Extent;
    /** Of "same": the map, and what stands around it. */
    readonly margin?: { readonly map: Extent; readonly outside: number } | undefined;
  },
): Window {
  const window = { size, strides, dilations };
  const none: Padding = { top: 0, bottom: 0, left: 0, right: 0, value: 0 };
  if (!margin) return { ...window, padding: none };
  const sides = sameMargin(margin.map, window);
  const isNone = Object.values(sides).every((pixels) => pixels === 0);
  return { ...window, padding: { ...sides, value: isNone ? 0 : margin.outside } };
}

/** The map that a value stands on. @throws RangeError naming the layer for a flattened one. */
export function mapOf(layer: tf.layers.Layer, { type: { domain }, isFlat }: ExportedValue): Extent {
  if (domain.kind === "map" && !isFlat) return [domain.height, domain.width];
  throw refusal(layer, "must read a map", "put it before the flatten layer");
}

/** Whether a value is a vector. */
export function isOnePixel({ type: { domain } }: ExportedValue): boolean {
  return domain.kind === "map" && domain.height * domain.width === 1;
}

function multiplication(layer: string, scales: tf.Tensor): FeatureMap {
  const values = scales.dataSync();
  return {
    name: `${layer}.scale`,
    layer,
    apply: (x) => tf.mul(x, scales),
    isRising: values.every((scale) => scale >= 0),
    as: { op: "affine", scales: values, offsets: [0] },
  };
}

/** `(x + n)/2`: of products of n signs the equal ones. */
function matches(layer: string, addends: number): FeatureMap {
  return {
    name: `${layer}.matches`,
    layer,
    apply: (x) => tf.div(tf.add(x, addends), 2),
    isRising: true,
    as: { op: "affine", scales: [0.5], offsets: [addends / 2] },
  };
}

function addition(layer: string, bias: tf.Tensor): FeatureMap {
  return {
    name: `${layer}.bias`,
    layer,
    apply: (x) => tf.add(x, bias),
    isRising: true,
    as: { op: "affine", scales: [1], offsets: bias.dataSync() },
  };
}
