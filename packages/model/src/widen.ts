import { quoted } from "./quoted.ts";
import type { FileTensor } from "./tensor.ts";

/**
 * The numbers of a tensor of small floats as float32, each exactly; a float32 tensor's own data.
 *
 * BF16 is the upper half of a float32; F16 is IEEE 754 binary16; F8_E4M3 (bias 7, no infinity, NaN 0x7f and 0xff)
 * and F8_E5M2 (bias 15) are those of Micikevicius et al. 2022, https://arxiv.org/abs/2209.05433.
 * @throws TypeError for a tensor of another dtype.
 */
export function widenToFloat32(tensor: FileTensor): Float32Array {
  switch (tensor.dtype) {
    case "F32":
      return tensor.data;
    case "BF16":
      return upperHalves(tensor.data);
    case "F16":
      return Float32Array.from(tensor.data, (bits) => ieeeValue(bits, 5, 10));
    case "F8_E5M2":
      return Float32Array.from(tensor.data, (bits) => ieeeValue(bits, 5, 2));
    case "F8_E4M3":
      return Float32Array.from(tensor.data, (bits) =>
        (bits & 0x7f) === 0x7f ? Number.NaN : finiteValue(bits, 4, 3),
      );
    default:
      throw new TypeError(
        `widenToFloat32: the tensor must be F32, BF16, F16, F8_E4M3 or F8_E5M2, got ${quoted(tensor.dtype)}`,
      );
  }
}

/** Floats of which the bits are the upper halves. */
function upperHalves(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length);
  for (let i = 0; i < words.length; i++) words[i] = halves[i] << 16;
  return new Float32Array(words.buffer);
}

/** A bit pattern in the layout of IEEE 754, in which the greatest exponent stands for ∞ and NaN. */
function ieeeValue(bits: number, exponentBits: number, fractionBits: number): number {
  const greatest = 2 ** exponentBits - 1;
  if (((bits >> fractionBits) & greatest) !== greatest) {
    return finiteValue(bits, exponentBits, fractionBits);
  }
  if ((bits & (2 ** fractionBits - 1)) !== 0) return Number.NaN;
  return bits >> (exponentBits + fractionBits) ? -Infinity : Infinity;
}

/** (−1)^sign · 1.fraction · 2^(exponent − bias), and 0.fraction · 2^(1 − bias) where the exponent field is 0. */
function finiteValue(bits: number, exponentBits: number, fractionBits: number): number {
  const bias = 2 ** (exponentBits - 1) - 1;
  const exponent = (bits >> fractionBits) & (2 ** exponentBits - 1);
  const fraction = (bits & (2 ** fractionBits - 1)) / 2 ** fractionBits;
  const magnitude =
    exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias);
  return bits >> (exponentBits + fractionBits) ? -magnitude : magnitude;
}
