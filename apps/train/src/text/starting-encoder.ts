import {
  batchOfTexts,
  type EncoderConfig,
  encoderParameterShapes,
  fitQuantizers,
  initializeEncoder,
  type Parameters,
} from "@bnnkit/transformer";
import { UsageError } from "../errors.ts";
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
    return overlaid(encoder, random, state.parameters, { where: "the checkpoint", all: true });
  const started =
    initialWeights === undefined
      ? random
      : overlaid(
          encoder,
          random,
          (await readTextRun("--initial-weights", initialWeights, tokens.tokenizerSha256))
            .parameters,
          { where: initialWeights, all: false },
        );
  const texts = firstBatch.map((index) => train.texts[index]);
  return fitQuantizers(encoder, started, batchOfTexts(texts, tokens.padding));
}

/** Parameters with the values of others by their names; those of quantizers may be missing, or all must be there. */
function overlaid(
  encoder: EncoderConfig,
  parameters: Parameters,
  values: Readonly<Record<string, Float32Array>>,
  { where, all }: { readonly where: string; readonly all: boolean },
): Parameters {
  const entries = encoderParameterShapes(encoder).map(({ name, part, shape }) => {
    const own = parameters[name];
    const found = values[name];
    if (found === undefined && part === "quantizer" && !all) return [name, own] as const;
    if (found?.length !== own.values.length) {
      throw new UsageError(
        `${where}: ${name} must have ${own.values.length} values for this encoder, got ${found?.length ?? "none"}`,
      );
    }
    return [name, { shape, values: found }] as const;
  });
  return Object.fromEntries(entries);
}
