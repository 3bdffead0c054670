import { bindingsWgsl } from "./bindings.ts";

/** Threads of a workgroup of these shaders. */
export const BIT_THREADS = 64;

/** A thread for each of `call.words` words; workgroups lie in a plane of `call.width` to the row. */
const wordIndex = `
@compute @workgroup_size(${BIT_THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let index = (group.y * call.width + group.x) * ${BIT_THREADS}u + thread;
  if (index < call.words) { run(index); }
}`;

/** Up to 32 bits of `a`, from bit `first` of the row that begins at word `row`; of fewer than 32 the others are 0. */
export const bitsAtWgsl: string = `
fn bitsAt(row: u32, first: u32, count: u32) -> u32 {
  let at = row + first / 32u;
  let shift = first % 32u;
  var bits = a[at] >> shift;
  if (shift + min(count, 32u) > 32u) { bits |= a[at + 1u] << (32u - shift); }
  if (count < 32u) { bits &= (1u << count) - 1u; }
  return bits;
}`;

/**
 * Bit 1 where `a` is negative, of floats and of integers alike: as unsigned words those from 2³¹ on are negative, but for
 * 2³¹ itself in a float, which is −0. Comparing words tells numbers apart that a device may flush to zero.
 */
export const signWgsl: string = `${bindingsWgsl}
fn run(index: u32) {
  let row = index / call.strideB;
  let first = index % call.strideB * 32u;
  var bits = 0u;
  for (var i = first; i < min(first + 32u, call.columns); i++) {
    let isNegative = a[row * call.columns + i] >= 0x80000000u + call.isFloat;
    bits |= u32(isNegative) << (i - first);
  }
  out[index] = bits;
}
${wordIndex}`;

/** The number of bits 1 in each row of `a`. */
export const countNegativesWgsl: string = `${bindingsWgsl}
fn run(index: u32) {
  var count = 0u;
  for (var i = 0u; i < call.strideA; i++) { count += countOneBits(a[index * call.strideA + i]); }
  out[index] = count;
}
${wordIndex}`;

/** Filters of `channels` bits a tap, one tap behind the other, as a row of `wordsPerTap` words for each tap. */
export const splitTapsWgsl: string = `${bindingsWgsl}
${bitsAtWgsl}
fn run(index: u32) {
  let taps = call.kernelHeight * call.kernelWidth;
  let tap = index / call.wordsPerTap;
  let channel = index % call.wordsPerTap * 32u;
  let first = tap % taps * call.channels + channel;
  out[index] = bitsAt(tap / taps * call.strideA, first, call.channels - channel);
}
${wordIndex}`;
