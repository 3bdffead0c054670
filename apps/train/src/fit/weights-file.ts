import { readModel, textOf } from "@bnnkit/model";
import { loadCheckpoint } from "@bnnkit/training-backend/node";
import { unpackModel } from "@bnnkit/transformer";
import { UsageError } from "../errors.ts";
import { readInput } from "../read-input.ts";
import { isWeightsState, type WeightsState } from "./run-state.ts";

/** Reads the weights of {@link loadWeights} for text in the ids of a tokenizer.
 *  @throws UsageError as {@link loadWeights}, or if they belong to another tokenizer */
export async function loadWeightsFor(path: string, tokenizerSha256: string): Promise<WeightsState> {
  const weights = await loadWeights(path);
  if ((weights.tokenizerSha256 ?? tokenizerSha256) === tokenizerSha256) return weights;
  throw new UsageError(
    `${path}: belongs to another tokenizer; name its tokenizer.json with --tokenizer`,
  );
}

/** Reads a file of weights: those of a run, such as best.checkpoint, or a packed model (.safetensors).
 *  @throws UsageError if it is missing, damaged, or holds something else. */
export async function loadWeights(path: string): Promise<WeightsState> {
  if (path.endsWith(".safetensors")) return loadPackedWeights(path);
  const state = await loadCheckpoint(path).catch((cause: Error) => {
    throw new UsageError(cause.message, { cause });
  });
  if (!isWeightsState(state)) throw new UsageError(`${path}: holds no weights`);
  return state;
}

async function loadPackedWeights(path: string): Promise<WeightsState> {
  const bytes = await readInput(path);
  try {
    const packed = readModel(bytes);
    const { config, parameters } = unpackModel(packed);
    const values = Object.entries(parameters).map(([name, parameter]) => [name, parameter.values]);
    const weights: WeightsState = {
      kind: "weights",
      model: config,
      step: 1, // what is in one bit is so from step 0 on
      score: undefined,
      tokenizerSha256: textOf(packed.description)?.tokens.tokenizerSha256,
      parameters: Object.fromEntries(values),
    };
    return weights;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${path}: ${reason}`, { cause });
  }
}
