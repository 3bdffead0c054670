import { checkPositiveInteger } from "@bnnkit/core";

/** `√(1.5/(fanIn + fanOut))`: H of BinaryConnect's weights ±H, and W₀ of the weights with few multiplications, half of the
 *  bound of Glorot's uniform distribution. Of a convolution the fans are the channels times the size of the window.
 *  @throws RangeError unless both are integers ≥ 1. */
export function glorotBound(fanIn: number, fanOut: number): number {
  checkPositiveInteger("glorotBound", "fanIn", fanIn);
  checkPositiveInteger("glorotBound", "fanOut", fanOut);
  return Math.sqrt(1.5 / (fanIn + fanOut));
}

/** `1/glorotBound`: what BinaryConnect and BNN multiply each step of a layer's weights ±1 with ("W_LR_scale").
 *  @throws RangeError unless both are integers ≥ 1. */
export function glorotLearningRateScale(fanIn: number, fanOut: number): number {
  return 1 / glorotBound(fanIn, fanOut);
}
