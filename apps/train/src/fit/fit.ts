import { rm } from "node:fs/promises";
import { previousCheckpoint } from "@bnnkit/training-backend/node";
import { UsageError } from "../errors.ts";
import { writeWhole } from "../write-whole.ts";
import type { ValidationRow } from "./curve.ts";
import { DivergedError } from "./divergence.ts";
import type { FitConfig } from "./fit-config.ts";
import { loadTrainingData, type TrainingData } from "./load-data.ts";
import { createReporter, formatSeconds, type Reporter } from "./reporter.ts";
import { fileExists, makeRunFolder, type RunFolder } from "./run-folder.ts";
import type { RunState } from "./run-state.ts";
import { listenForStop, type StopReason, type StopRequest } from "./stop-request.ts";
import { openTrainingRun, type TrainingRun } from "./training-run.ts";

export interface FitOptions {
  readonly config: FitConfig;
  readonly folder: RunFolder;
  /** The state to go on from, read by `openSavedRun`. */
  readonly state?: RunState | undefined;
  /** Ends after this time with a checkpoint. */
  readonly stopAfterMinutes?: number | undefined;
}

export interface FitResult {
  /** Why the run ended before its last step; undefined if it is done. */
  readonly stopped: StopReason | undefined;
  readonly step: number;
}

/** Trains until the last step, a signal, or the end of the time given, and leaves a checkpoint.
 *  @throws UsageError if the state belongs to other text; Error if the run diverged, saying what can be done, or if a
 *    worker died or the checkpoint cannot be written. */
export async function fit(options: FitOptions): Promise<FitResult> {
  const { config, folder, state } = options;
  const data = await loadTrainingData(config);
  if (state && state.dataSha256 !== data.sha256) {
    throw new UsageError(
      `${folder.checkpoint}: belongs to other training text or another tokenizer; give those, or start in another folder`,
    );
  }
  const reporter = createReporter({ steps: config.steps, from: state?.step ?? 0, unit: "tokens" });
  describeData(reporter, config, data);
  await using run = await openTrainingRun({ config, data, folder, ...(state && { state }) });
  await makeRunFolder(folder);
  await writeWhole(folder.config, `${JSON.stringify(config, null, 2)}\n`);
  using stop = listenForStop(options.stopAfterMinutes);
  try {
    if (state === undefined) await saveStart(run, folder);
    await trainUntilStopped(run, config, { reporter, stop });
    await run.save();
  } catch (error) {
    if (error instanceof DivergedError) {
      throw divergedWithHint(error, folder, {
        step: await run.takeBackWeights(),
        config,
      });
    }
    throw (await fileExists(folder.checkpoint)) ? withHint(error, folder) : error;
  } finally {
    reporter.end();
  }
  const { step, tokens, seconds } = run;
  process.stderr.write(
    `${step} steps, ${tokens} target tokens in ${formatSeconds(seconds)} (${(tokens / seconds).toFixed(0)} tokens/s, evaluations included)\n`,
  );
  return { stopped: run.isDone && !run.isEvaluationDue ? undefined : stop.reason, step };
}

/** Saves a new run before its first step: a folder that cannot be written to is found before the work, and a run that
 *  diverges can go on from there. What a run before it left must not be taken for its own. */
async function saveStart(run: TrainingRun, { checkpoint }: RunFolder): Promise<void> {
  await rm(previousCheckpoint(checkpoint), { force: true });
  await run.save();
}

async function trainUntilStopped(
  run: TrainingRun,
  config: FitConfig,
  { reporter, stop }: { readonly reporter: Reporter; readonly stop: StopRequest },
): Promise<void> {
  let savedAt = performance.now();
  while (stop.reason === undefined) {
    if (run.isEvaluationDue) {
      const rows = await run.evaluate();
      await writeOrWarn(run, reporter, () => run.keepWeights());
      reporter.note(formatEvaluation(run.step, rows, run.best?.step === run.step));
      continue;
    }
    if (run.isDone) return;
    const row = await run.advance();
    reporter.step({ ...row, count: row.tokens });
    if (run.isSnapshotDue) await writeOrWarn(run, reporter, () => run.keepSnapshot());
    if (performance.now() - savedAt < 60_000 * config.checkpointMinutes) continue;
    savedAt = performance.now();
    await writeOrWarn(run, reporter, () => run.save());
  }
}

function formatEvaluation(step: number, rows: readonly ValidationRow[], isBest: boolean): string {
  const parts = rows.map(
    ({ name, loss, bleu }) =>
      `${name} loss ${loss.toFixed(3)}${bleu === undefined ? "" : ` BLEU ${bleu.toFixed(1)}`}`,
  );
  const scores = parts.length === 0 ? "no held-out text" : parts.join(", ");
  return `evaluation at step ${step}: ${scores}${isBest ? " (best so far)" : ""}`;
}

/** A full disk must not cost the run: it goes on, the files before stay, and the next try may succeed. */
async function writeOrWarn(
  run: TrainingRun,
  reporter: Reporter,
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (error instanceof DivergedError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    reporter.note(`warning: step ${run.step} is not saved, what was saved before stays: ${reason}`);
  }
}

/** A worker that died takes the run with it, not what was saved. */
function withHint(cause: unknown, { checkpoint }: RunFolder): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`${reason}\n${checkpoint} is whole; --resume goes on from it`, { cause });
}

function divergedWithHint(
  cause: DivergedError,
  { checkpoint }: RunFolder,
  { step, config }: { readonly step: number | undefined; readonly config: FitConfig },
): Error {
  const rate = config.schedule.peakRate;
  const advice =
    step === undefined
      ? "nothing sound was saved: start in another folder with a smaller rate or other weights"
      : `${checkpoint} is that of step ${step}, before it; go on from there with a smaller rate: --resume --learning-rate R, R below ${rate}`;
  return new Error(`${cause.message}\n${advice}`, { cause });
}

function describeData(
  reporter: Reporter,
  config: FitConfig,
  { train, heldOut }: TrainingData,
): void {
  const dropped =
    train.dropped === 0
      ? ""
      : `, ${train.dropped} longer than ${config.model.maximumLength} tokens left out`;
  const names = heldOut.map(({ name, sources }) => `${name} (${sources.length})`).join(", ");
  reporter.note(
    `${train.count} sentence pairs, ${train.target.ids.length - train.count} target tokens${dropped}; held out: ${names || "nothing"}`,
  );
}
