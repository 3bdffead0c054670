import {
  bleuStatistics,
  chrfStatistics,
  type PairedBootstrap,
  pairedBootstrap,
  type References,
} from "@bnnkit/metrics";
import { bootstrapSeed, type Evaluation } from "./evaluate.ts";

/** How one model differs from another on a test set. */
export interface Comparison {
  readonly bleu: PairedBootstrap;
  readonly chrf: PairedBootstrap;
}

/** Compares two models on the same test set by paired bootstrap resampling (Koehn 2004, §4).
 *  @throws RangeError if the numbers of translations differ */
export function compareEvaluations(
  one: Pick<Evaluation, "translations">,
  other: Pick<Evaluation, "translations">,
  { references }: { readonly references: References },
): Comparison {
  const compare = (statistics: typeof bleuStatistics | typeof chrfStatistics): PairedBootstrap =>
    pairedBootstrap(
      statistics(one.translations, references),
      statistics(other.translations, references),
      { seed: bootstrapSeed },
    );
  return { bleu: compare(bleuStatistics), chrf: compare(chrfStatistics) };
}
