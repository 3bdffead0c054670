const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

/** The least float32 that reaches a threshold of any precision; infinite if none does.
 *  @param equalReaches  whether a number that equals the threshold reaches it */
export function leastFloat32(threshold: number, equalReaches: boolean): number {
  const rounded = Math.fround(threshold);
  const isEnough = equalReaches ? rounded >= threshold : rounded > threshold;
  return isEnough ? rounded : nextFloat32(rounded);
}

/** The next greater float32. */
function nextFloat32(value: number): number {
  float[0] = value;
  if (value === 0) floatBits[0] = 1;
  else floatBits[0] += value > 0 ? 1 : -1;
  return float[0];
}
