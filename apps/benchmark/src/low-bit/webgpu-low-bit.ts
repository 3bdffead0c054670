import type { Arm } from "../arm.ts";
import { prepareOnDevice } from "../webgpu-arm.ts";
import type { LowBitOperands } from "./low-bit-operands.ts";

/** int8 in, int32 out, both on the device. */
export function prepareCodes(
  name: string,
  { shape: { m, k }, a, packedB }: LowBitOperands,
): Promise<Arm> {
  if (packedB.kind !== "bipolar") throw new TypeError(`${name}: the weights must be ±1`);
  return prepareOnDevice(name, (kernels) => {
    const [codes, weights] = [kernels.uploadCodes(a, m, k), kernels.upload(packedB)];
    return () => kernels.bgemmInt32(codes, weights);
  });
}
