import { loadCheckpoint } from "@bnnkit/training-backend/node";
import { UsageError } from "../errors.ts";
import { isWeightsState, type WeightsState } from "./run-state.ts";

/** Reads a file of weights.
 *  @throws UsageError if it holds something else; Error if it is missing or damaged. */
export async function loadWeights(path: string): Promise<WeightsState> {
  const state = await loadCheckpoint(path);
  if (!isWeightsState(state)) throw new UsageError(`${path}: holds no weights`);
  return state;
}
