import { summarize } from "@bnnkit/model";
import {
  allocateGridBits,
  type DescribeOptions,
  describeModel,
  fitGrids,
  type GridErrors,
  type GridMatrix,
  gridErrors,
  inputCorrelations,
  type Parameters,
  type SentencePair,
  type TransformerConfig,
} from "@bnnkit/transformer";
import { UsageError } from "../errors.ts";
import { encodeForModel } from "../fit/evaluation.ts";
import type { LoadedTokenizer } from "../fit/load-data.ts";

/** Few-bit weights of a float model. */
export interface FewBits {
  /** Mean bits of a weight, or the bytes that model file and tokenizer may have together. */
  readonly budget:
    | { readonly kind: "weight-bits"; readonly average: number }
    | { readonly kind: "size"; readonly bytes: number };
  /** Sentences and translations that the rounding is calibrated on; without any, weights go to the nearest numbers. */
  readonly calibration: readonly (readonly [source: string, target: string])[];
}

export interface FewBitOptions extends FewBits {
  readonly described: Omit<DescribeOptions, "grids">;
  readonly tokenizer: LoadedTokenizer;
  /** Bytes that count against a size, beside those of the description and its tensors. */
  readonly otherBytes: number;
}

/** Longest side of a calibration sentence, in tokens. */
const longestSide = 60;

/** The weights of a float model on grids of a few bits: bits where they help most, rounding calibrated on text.
 *  @throws UsageError if the model has one-bit parts or no bits fit the size. */
export function fewBitGrids(
  config: TransformerConfig,
  parameters: Parameters,
  { budget, calibration, described, tokenizer, otherBytes }: FewBitOptions,
): ReadonlyMap<string, GridMatrix> {
  const { step, tokens } = described;
  if (Object.values(config.binarize).some((start) => start !== false && step >= start)) {
    throw new UsageError(
      "--weight-bits and --size-bytes are for weights that were trained in float",
    );
  }
  const pairs = calibration.map((pair) => encodedPair(tokenizer, pair, config.maximumLength));
  const correlations =
    pairs.length > 0 ? inputCorrelations(config, parameters, { pairs, tokens, step }) : undefined;
  const errors = gridErrors(config, parameters, correlations);
  const average =
    budget.kind === "weight-bits"
      ? budget.average
      : averageWithin(budget.bytes - otherBytes, errors, (bits) => {
          const grids = new Map([...bits].map(([node, each]) => [node, { bits: each }]));
          return summarize(describeModel(config, { ...described, grids })).file.fileBytes;
        });
  const bits = allocateGridBits(errors, average);
  return fitGrids(config, parameters, { bits, ...(correlations && { correlations }) });
}

/** The most bits a weight, in steps of a 64th, with which a file fits. */
function averageWithin(
  bytes: number,
  errors: readonly GridErrors[],
  sizeOf: (bits: ReadonlyMap<string, number>) => number,
): number {
  const fits = (sixtyFourths: number): boolean =>
    sizeOf(allocateGridBits(errors, sixtyFourths / 64)) <= bytes;
  let [least, beyond] = [64, 7 * 64 + 1];
  if (!fits(least)) {
    throw new UsageError(
      `--size-bytes: with one bit a weight the model alone has ${sizeOf(allocateGridBits(errors, 1))} bytes, ${bytes} are left for it`,
    );
  }
  while (beyond - least > 1) {
    const middle = (least + beyond) >> 1;
    if (fits(middle)) least = middle;
    else beyond = middle;
  }
  return least / 64;
}

function encodedPair(
  tokenizer: LoadedTokenizer,
  [source, target]: readonly [string, string],
  maximumLength: number,
): SentencePair {
  const longest = Math.min(longestSide, maximumLength - 1);
  const idsOf = (text: string): readonly number[] => encodeForModel(tokenizer, text, longest).ids;
  return { source: idsOf(source), target: [tokenizer.special.begin, ...idsOf(target)] };
}
