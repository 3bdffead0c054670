import {
  batchOfTexts,
  type EncoderConfig,
  fitQuantizers,
  initializeEncoder,
  type Parameters,
} from "@bnnkit/transformer";
import { overlaidParameters } from "../encoder/overlaid-parameters.ts";
import type { TextConfig } from "./text-config.ts";
import { readTextRun, type TextRunState } from "./text-run-state.ts";
import type { TextSplits } from "./text-splits.ts";

/** The parameters that a run starts from: those that it had, else random ones or those of another run, of whatever precision,
 *  with the scales of the quantizers as a first batch has them.
 *  @param firstBatch  numbers of its texts
 *  @throws UsageError if they are of another shape, or there are none. */
export async function startingEncoder(
  { initialWeights, seed }: TextConfig,
  encoder: EncoderConfig,
  {
    splits: { tokens, train },
    state,
    firstBatch,
  }: {
    readonly splits: TextSplits;
    readonly state: TextRunState | undefined;
    readonly firstBatch: readonly number[];
  },
): Promise<Parameters> {
  const random = initializeEncoder(encoder, seed);
  if (state)
    return overlaidParameters(encoder, random, state.parameters, {
      where: "the checkpoint",
      all: true,
    });
  const started =
    initialWeights === undefined
      ? random
      : overlaidParameters(
          encoder,
          random,
          (await readTextRun("--initial-weights", initialWeights, tokens.tokenizerSha256))
            .parameters,
          { where: initialWeights, all: false },
        );
  const texts = firstBatch.map((index) => train.texts[index]);
  return fitQuantizers(encoder, started, batchOfTexts(texts, tokens.padding));
}
