import type { Tensor } from "onnxruntime-common";
import type { Arm } from "../arm.ts";
import { encodeOnnx, type OnnxGraph } from "../peers/onnx-model.ts";
import { loadOnnxruntime, type OnnxPackage, openOnnxSession } from "../peers/onnxruntime.ts";
import { outputSizeOf, paddingOf } from "./convolution-layer.ts";
import { type ConvolutionOperands, transposeToFloats } from "./convolution-operands.ts";

/** `Conv` in float32, channels first as ONNX has them, with constant weights. */
export async function prepareOnnx(
  { name, runtime, threads }: { name: string; runtime: OnnxPackage; threads: number },
  operands: ConvolutionOperands,
): Promise<Arm> {
  const library = await loadOnnxruntime(runtime, threads);
  const { height, width, inFeatures, outFeatures } = operands.layer;
  const [outHeight, outWidth] = outputSizeOf(operands.layer);
  const session = await openOnnxSession(library, {
    ...{ model: encodeOnnx(createConvolutionGraph(operands)), threads },
    provider: runtime === "onnxruntime-web" ? "wasm" : "cpu",
  });
  const planes = transposeToFloats(operands.map, height * width, inFeatures);
  const x = new library.Tensor("float32", planes, [1, inFeatures, height, width]);
  let product: Tensor | undefined;
  return {
    name,
    isAsynchronous: true,
    run: async () => {
      product = (await session.run({ x })).y;
    },
    result: async () => {
      const data = await product?.getData();
      if (!(data instanceof Float32Array)) return [];
      return transposeToFloats(data, outFeatures, outHeight * outWidth);
    },
    dispose: () => session.release(),
  };
}

/** The graph `y = conv(x, w)`. */
export function createConvolutionGraph({ layer, weights }: ConvolutionOperands): OnnxGraph {
  const { inFeatures, outFeatures, kernel, stride } = layer;
  const { top, left, bottom, right } = paddingOf(layer);
  const dims = [outFeatures, inFeatures, kernel, kernel];
  return {
    inputs: [{ name: "x", type: "float32", dims: [1, inFeatures, "height", "width"] }],
    outputs: [{ name: "y", type: "float32", dims: [1, outFeatures, "rows", "columns"] }],
    constants: [{ name: "w", type: "float32", dims, data: channelsFirst(weights, layer) }],
    nodes: [
      {
        op: "Conv",
        inputs: ["x", "w"],
        outputs: ["y"],
        attributes: {
          kernel_shape: { ints: [kernel, kernel] },
          strides: { ints: [stride, stride] },
          pads: { ints: [top, left, bottom, right] },
        },
      },
    ],
  };
}

function channelsFirst(
  weights: Int8Array,
  { inFeatures, outFeatures, kernel }: ConvolutionOperands["layer"],
): Float32Array {
  const length = kernel * kernel * inFeatures;
  const planes = new Float32Array(outFeatures * length);
  for (let n = 0; n < outFeatures; n++) {
    const filter = weights.subarray(n * length, (n + 1) * length);
    planes.set(transposeToFloats(filter, kernel * kernel, inFeatures), n * length);
  }
  return planes;
}
