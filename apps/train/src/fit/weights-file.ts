import { loadCheckpoint } from "@bnnkit/training-backend/node";
import { UsageError } from "../errors.ts";
import { isWeightsState, type WeightsState } from "./run-state.ts";

/** Reads a file of weights.
 *  @throws UsageError if it is missing, damaged, or holds something else. */
export async function loadWeights(path: string): Promise<WeightsState> {
  const state = await loadCheckpoint(path).catch((cause: Error) => {
    throw new UsageError(cause.message, { cause });
  });
  if (!isWeightsState(state)) throw new UsageError(`${path}: holds no weights`);
  return state;
}
