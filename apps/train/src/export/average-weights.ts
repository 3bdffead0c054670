import type { WeightsState } from "../fit/run-state.ts";

/** The mean of the weights of several steps of one run, summed in float64.
 *
 *  @returns the newest state with the mean in place of its parameters; its score is unknown
 *  @throws RangeError if there is none, or they have other parameters. */
export function averageWeights(states: readonly WeightsState[]): WeightsState {
  const newest = states.reduce<WeightsState | undefined>(
    (best, state) => (best === undefined || state.step > best.step ? state : best),
    undefined,
  );
  if (newest === undefined) throw new RangeError("averageWeights: states must not be empty");
  const parameters = Object.fromEntries(
    Object.entries(newest.parameters).map(([name, { length }]) => {
      const sums = new Float64Array(length);
      for (const state of states) addTo(sums, name, state.parameters[name]);
      return [name, Float32Array.from(sums, (sum) => sum / states.length)];
    }),
  );
  return { ...newest, parameters, score: undefined };
}

function addTo(sums: Float64Array, name: string, values: Float32Array | undefined): void {
  if (values?.length !== sums.length) {
    throw new RangeError(
      `averageWeights: ${name} must have ${sums.length} values, got ${values?.length}`,
    );
  }
  for (let i = 0; i < sums.length; i++) sums[i] += values[i];
}
