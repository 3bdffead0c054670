import {
  batchOfTexts,
  type EncoderConfig,
  fitQuantizers,
  initializeEncoder,
  type ParameterShape,
  type Parameters,
  scoresName,
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
      mayLack: () => false,
    });
  const started =
    initialWeights === undefined
      ? random
      : overlaidParameters(
          encoder,
          random,
          await initialParameters(initialWeights, tokens.tokenizerSha256),
          { where: initialWeights, mayLack: isQuantizerOrScores },
        );
  const texts = firstBatch.map((index) => train.texts[index]);
  return fitQuantizers(encoder, started, batchOfTexts(texts, tokens.padding));
}

/** Of a run that learned tokens all but the last layer, which it had no use for. */
async function initialParameters(
  folder: string,
  tokenizerSha256: string,
): Promise<Readonly<Record<string, Float32Array>>> {
  const { config, parameters } = await readTextRun("--initial-weights", folder, tokenizerSha256);
  if (config.objective !== "masked") return parameters;
  const kept = Object.entries(parameters).filter(([name]) => !name.startsWith(`${scoresName}/`));
  return Object.fromEntries(kept);
}

function isQuantizerOrScores({ part, nodes }: ParameterShape): boolean {
  return part === "quantizer" || nodes.includes(scoresName);
}
