import { rm } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { previousCheckpoint } from "@bnnkit/training-backend/node";
import {
  createReporter,
  formatSeconds,
  type Reporter,
  type ReporterOptions,
} from "../fit/reporter.ts";
import type { StopRequest } from "../fit/stop-request.ts";
import { writeWhole } from "../write-whole.ts";
import { formatScore, type LossRow, type Score, type ScoreRow } from "./curves.ts";
import type { EpochRunFolder } from "./epoch-run-folder.ts";

/** A run in progress: steps and evaluations one at a time. */
export interface EpochRun {
  readonly progress: {
    readonly step: number;
    readonly steps: number;
    readonly isDone: boolean;
    readonly isEvaluationDue: boolean;
    readonly state: { readonly seconds: number };
  };
  advance(): LossRow | Promise<LossRow>;
  evaluate(): Promise<readonly ScoreRow<Score>[]>;
  /** Writes the checkpoint from which the run can go on, and the curves. */
  save(): Promise<void>;
}

export interface TrainingOptions extends Pick<ReporterOptions, "unit"> {
  readonly config: {
    /** Samples of a step. */
    readonly batch: number;
    readonly checkpointMinutes: number;
  };
  readonly folder: Pick<EpochRunFolder, "checkpoint" | "config">;
  /** Whether the run begins; the checkpoint before the last of another run in its folder is removed then. */
  readonly isNew: boolean;
  /** What the samples are, said first. */
  readonly samples: string;
  /** Asked between steps. */
  readonly stop: Pick<StopRequest, "reason">;
}

/** Trains until the last step or until asked to stop, and says on standard error how far it is. The configuration is written
 *  first, a checkpoint then, now and again, and at the end. */
export async function trainUntilStopped(run: EpochRun, options: TrainingOptions): Promise<void> {
  const { config, folder, isNew, samples, unit } = options;
  const { progress } = run;
  const reporter = createReporter({ steps: progress.steps, from: progress.step, unit });
  try {
    reporter.note(samples);
    if (isNew) await rm(previousCheckpoint(folder.checkpoint), { force: true });
    await writeWhole(folder.config, `${JSON.stringify(config, null, 2)}\n`);
    await run.save();
    await takeSteps(run, options, reporter);
    await run.save();
  } finally {
    reporter.end();
  }
  const { step, steps, state } = progress;
  process.stderr.write(`${step} of ${steps} steps in ${formatSeconds(state.seconds)}\n`);
}

async function takeSteps(
  run: EpochRun,
  { config, stop }: TrainingOptions,
  reporter: Reporter,
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
    reporter.step({ ...row, count: config.batch * row.step });
    if (performance.now() - savedAt < 60_000 * config.checkpointMinutes) continue;
    await run.save();
    savedAt = performance.now();
  }
}

function formatScores(rows: readonly ScoreRow<Score>[]): string {
  const [{ step, epoch }] = rows;
  const parts = rows.map((row) => `${row.name} ${formatScore(row)}, loss ${row.loss.toFixed(3)}`);
  return `epoch ${epoch + 1}, step ${step}: ${parts.join("; ")}`;
}
