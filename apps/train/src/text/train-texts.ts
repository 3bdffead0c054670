import { summarize } from "@bnnkit/model";
import { formatPrecision } from "@bnnkit/transformer";
import type { Score } from "../epochs/curves.ts";
import { trainUntilStopped } from "../epochs/train-until-stopped.ts";
import { UsageError } from "../errors.ts";
import type { StopReason, StopRequest } from "../fit/stop-request.ts";
import type { PackedComparison } from "../image/compare-scores.ts";
import { writeWhole } from "../write-whole.ts";
import { packEncoder, packMaskedEncoder } from "./pack-encoder.ts";
import type { TextConfig } from "./text-config.ts";
import { openTextRun, type TextRun } from "./text-run.ts";
import type { TextRunFolder } from "./text-run-folder.ts";
import type { TextRunState } from "./text-run-state.ts";
import { loadTextSplits, type TextSplits } from "./text-splits.ts";

export interface TrainTextsOptions {
  readonly config: TextConfig;
  readonly folder: TextRunFolder;
  /** The state to go on from. */
  readonly state?: TextRunState | undefined;
  /** Asked between steps. */
  readonly stop: Pick<StopRequest, "reason">;
}

/** What became of a run on texts: `result.json` in its folder, with the score on the test texts, or on the tokens that were taken out of
 *  them. */
export type TextResult = TextRunFacts & TextModelResult & Score;

interface TextRunFacts {
  readonly precision: string;
  readonly epochs: number;
  readonly seed: number;
  readonly trainTexts: number;
  readonly testTexts: number;
  /** Of training and evaluations. */
  readonly seconds: number;
}

/** The model file of a run. */
export interface TextModelResult {
  readonly modelBytes: number;
  /** Share of multiply-accumulates with one bit on both sides. */
  readonly binaryMacShare: number;
  /** Test texts that the packed encoder gives the same class as the trained one, or tokens taken out of them for which it finds the same
   *  one, of how many, and the greatest difference of scores, divided by the greatest of that text or token; of numbers alone that
   *  difference, divided by the greatest of all texts. */
  readonly packed: Pick<PackedComparison, "largestDifference"> & {
    readonly sameClass?: number;
    readonly sameToken?: { readonly same: number; readonly of: number };
  };
}

export interface TrainTextsResult {
  /** Why the run ended before its last step; undefined if it is done. */
  readonly stopped: StopReason | undefined;
  readonly step: number;
  readonly steps: number;
  /** Undefined if the run is not done. */
  readonly result: TextResult | undefined;
}

/** Trains an encoder on texts until its last step or until asked to stop, and leaves a checkpoint, and at the end the model file.
 *  @throws CorpusError or UsageError for texts that are malformed or not those of the state; Error if the run diverged or the
 *    checkpoint cannot be written. */
export async function trainTexts(options: TrainTextsOptions): Promise<TrainTextsResult> {
  const { config, folder, state, stop } = options;
  const splits = await loadTextSplits(config, state && folder.tokenizer);
  if (state && state.dataSha256 !== splits.sha256) {
    throw new UsageError(
      `${folder.checkpoint}: belongs to other texts; give those, or start in another folder`,
    );
  }
  using run = await openTextRun({ config, splits, folder, state });
  const { progress } = run;
  const samples = describe(splits);
  const isNew = state === undefined;
  if (isNew) await writeWhole(folder.tokenizer, splits.tokenizerJson);
  await trainUntilStopped(run, { config, folder, isNew, samples, unit: "texts", stop });
  const { step, steps, finalScore } = progress;
  if (finalScore === undefined) return { stopped: stop.reason, step, steps, result: undefined };
  const result = await finish(run, finalScore, options, splits);
  return { stopped: undefined, step, steps, result };
}

async function finish(
  run: TextRun,
  score: Score,
  { config, folder }: TrainTextsOptions,
  splits: TextSplits,
): Promise<TextResult> {
  const result: TextResult = {
    precision: formatPrecision(config.encoder.precision),
    epochs: config.epochs,
    seed: config.seed,
    trainTexts: splits.train.texts.length,
    testTexts: splits.test.texts.length,
    ...scoreAlone(score),
    seconds: run.progress.state.seconds,
    ...(await writeTextModel(run, config, folder, splits)),
  };
  await writeWhole(folder.result, `${JSON.stringify(result, null, 2)}\n`);
  return result;
}

/** A row of scores without where it stands. */
function scoreAlone(row: Score): Score {
  const { loss } = row;
  if (row.accuracy !== undefined) return { accuracy: row.accuracy, loss };
  return { pearson: row.pearson, spearman: row.spearman, loss };
}

async function writeTextModel(
  run: TextRun,
  config: TextConfig,
  folder: TextRunFolder,
  splits: TextSplits,
): Promise<TextModelResult> {
  const pack = config.objective === "masked" ? packMaskedEncoder : packEncoder;
  const { bytes, packed, comparison } = await pack(run.encoder, run.parameters(), config, splits);
  await writeWhole(folder.model, bytes);
  const { sameClass, largestDifference, images } = comparison;
  return {
    modelBytes: bytes.length,
    binaryMacShare: summarize(packed).binaryMacShare,
    packed: {
      ...(config.objective === "masked"
        ? { sameToken: { same: sameClass, of: images } }
        : splits.scale === undefined && { sameClass }),
      largestDifference,
    },
  };
}

function describe({ train, heldOut, test, classNames, tokens }: TextSplits): string {
  const aside = heldOut ? `, ${heldOut.texts.length} held out to score each epoch` : "";
  const classes = classNames.length === 0 ? "" : ` of ${classNames.length} classes`;
  return `${train.texts.length} texts${classes}, ${tokens.vocabularySize} tokens${aside}; ${test.texts.length} to test`;
}
