import * as tf from "@tensorflow/tfjs";
import type { Arm } from "../arm.ts";
import { startTfjsWasm } from "../peers/tfjs.ts";
import { paddingOf } from "./convolution-layer.ts";
import { type ConvolutionOperands, transposeToFloats } from "./convolution-operands.ts";

/** `tf.conv2d` of the wasm backend (XNNPACK) in float32, on one thread, channels last, its packed weights kept. */
export async function prepareTfjs(
  name: string,
  { layer, map, weights }: ConvolutionOperands,
): Promise<Arm> {
  await startTfjsWasm();
  const { height, width, inFeatures, outFeatures, kernel, stride } = layer;
  const { top, bottom, left, right } = paddingOf(layer);
  const x = tf.tensor4d(Float32Array.from(map), [1, height, width, inFeatures]);
  const filter = tf.tensor4d(
    transposeToFloats(weights, outFeatures, kernel * kernel * inFeatures),
    [kernel, kernel, inFeatures, outFeatures],
  );
  const around: tf.backend_util.ExplicitPadding = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  let product: tf.Tensor | undefined;
  return {
    name,
    run: () => {
      product?.dispose();
      product = tf.conv2d(x, filter, stride, around, "NHWC", [1, 1], "floor");
    },
    result: () => product?.dataSync() ?? [],
    dispose: () => {
      product?.dispose();
      tf.dispose([x, filter]);
    },
  };
}
