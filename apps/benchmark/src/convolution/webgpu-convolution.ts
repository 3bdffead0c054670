import { packBipolar } from "@bnnkit/core";
import type { Arm } from "../arm.ts";
import { prepareOnDevice } from "../webgpu-arm.ts";
import { kernelShapeOf } from "./convolution-layer.ts";
import type { ConvolutionOperands } from "./convolution-operands.ts";

/** Bits in, int32 out, both on the device. */
export function prepareMaps(
  name: string,
  { layer, map, weights }: ConvolutionOperands,
): Promise<Arm> {
  const { height, width, inFeatures, outFeatures } = layer;
  return prepareOnDevice(name, (kernels) => {
    const bits = kernels.upload(packBipolar(map, height * width, inFeatures));
    const filters = kernels.upload(packBipolar(weights, outFeatures, weights.length / outFeatures));
    const shape = kernelShapeOf(layer);
    return () => kernels.bconv2dInt32(bits, filters, shape);
  });
}
