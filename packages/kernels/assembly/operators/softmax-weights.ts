import { exponential } from "../vector/exponential";
import { laneMask, maximumLane, sumLanes } from "../vector/lanes";

/** Replaces scores by e^(score − maximum), in whole vectors with zeros behind the last, and returns their sum. */
export function softmaxWeights(scores: usize, keys: i32): f32 {
  let largest = f32x4.splat(-Infinity);
  for (let j = 0; j < keys; j += 4) {
    largest = f32x4.max(largest, v128.load(scores + (<usize>j << 2)));
  }
  const maximum = f32x4.splat(maximumLane(largest));
  let sums = f32x4.splat(0);
  for (let j = 0; j < keys; j += 4) {
    const at = scores + (<usize>j << 2);
    const weight = v128.and(exponential(f32x4.sub(v128.load(at), maximum)), laneMask(keys - j));
    sums = f32x4.add(sums, weight);
    v128.store(at, weight);
  }
  return sumLanes(sums);
}
