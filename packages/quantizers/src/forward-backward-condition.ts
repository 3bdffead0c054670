import { checkIntegerBetween } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";

/** Where {@link isAdmissible} looks. */
export interface AdmissibleRange {
  readonly from: number;
  readonly to: number;
  /** Points of the grid, both ends among them; default 2001. */
  readonly points?: number;
}

/** Differences up to this, float32's in values of about 1, count as none. */
const tolerance = 1e-6;

/** Whether a forward and a backward map go together as ProxConnect++ demands: `F = P ∘ T` and `B = T′` for a proximal map P
 *  and a rising T, on a grid.
 *
 *  That is so if B ≥ 0, F never falls, and F is constant wherever B is 0 between two neighbours. Maps of elements, such as
 *  `forwardMaps.sign`.
 *
 *  Lu et al. 2023, https://arxiv.org/abs/2402.17710
 *  @throws RangeError unless `from` < `to` are finite and `points` is an integer of at least 2. */
export function isAdmissible(
  forward: (u: tf.Tensor1D) => tf.Tensor,
  backward: (u: tf.Tensor1D) => tf.Tensor,
  { from, to, points = 2001 }: AdmissibleRange,
): boolean {
  const where = "isAdmissible";
  checkIntegerBetween(where, "points", points, 2, 2 ** 24);
  if (!(from < to && Number.isFinite(to - from))) {
    throw new RangeError(`${where}: from must be less than to, both finite, got ${from} and ${to}`);
  }
  const [values, slopes] = tf.tidy(() => {
    const at = (i: number): number => from + ((to - from) * i) / (points - 1);
    // Not tf.linspace, which adds steps up in float32.
    const grid = tf.tensor1d(Float32Array.from({ length: points }, (_, i) => at(i)));
    return [forward(grid).dataSync(), backward(grid).dataSync()];
  });
  return slopes.every((slope, i) => {
    if (!(slope >= -tolerance)) return false;
    if (i === 0) return true;
    const rise = (values[i] ?? Number.NaN) - (values[i - 1] ?? Number.NaN);
    const isFlat = Math.max(slope, slopes[i - 1] ?? 0) <= 0;
    return isFlat ? Math.abs(rise) <= tolerance : rise >= -tolerance;
  });
}
