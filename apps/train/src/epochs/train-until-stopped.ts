import { setImmediate } from "node:timers/promises";
import type { Reporter } from "../fit/reporter.ts";
import type { StopRequest } from "../fit/stop-request.ts";
import { formatScore, type LossRow, type Score, type ScoreRow } from "./curves.ts";

/** A run in progress: steps and evaluations one at a time. */
export interface EpochRun {
  readonly progress: { readonly isDone: boolean; readonly isEvaluationDue: boolean };
  advance(): LossRow | Promise<LossRow>;
  evaluate(): Promise<readonly ScoreRow<Score>[]>;
  /** Writes the checkpoint from which the run can go on, and the curves. */
  save(): Promise<void>;
}

export interface TrainingOptions {
  /** Samples of a step. */
  readonly batch: number;
  readonly checkpointMinutes: number;
  readonly reporter: Reporter;
  /** Asked between steps. */
  readonly stop: Pick<StopRequest, "reason">;
}

/** Trains until the last step or until asked to stop; a checkpoint is written now and then. */
export async function trainUntilStopped(
  run: EpochRun,
  { batch, checkpointMinutes, reporter, stop }: TrainingOptions,
): Promise<void> {
  let savedAt = performance.now();
  while (stop.reason === undefined) {
    await setImmediate(); // a step waits for nothing: signals are heard here
    if (run.progress.isEvaluationDue) {
      reporter.note(formatScores(await run.evaluate()));
      continue;
    }
    if (run.progress.isDone) return;
    const row = await run.advance();
    reporter.step({ ...row, count: batch * row.step });
    if (performance.now() - savedAt < 60_000 * checkpointMinutes) continue;
    await run.save();
    savedAt = performance.now();
  }
}

function formatScores(rows: readonly ScoreRow<Score>[]): string {
  const [{ step, epoch }] = rows;
  const parts = rows.map((row) => `${row.name} ${formatScore(row)}, loss ${row.loss.toFixed(3)}`);
  return `epoch ${epoch + 1}, step ${step}: ${parts.join("; ")}`;
}
