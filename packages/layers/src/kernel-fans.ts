/** Inputs of an output and outputs of an input of a kernel, outputs last, before them inputs: `[inputs, outputs]` or
 *  `[height, width, inputs, outputs]`. */
export function kernelFans(shape: readonly number[]): readonly [fanIn: number, fanOut: number] {
  const taps = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  const [inputs = 1, outputs = 1] = shape.slice(-2);
  return [taps * inputs, taps * outputs];
}
