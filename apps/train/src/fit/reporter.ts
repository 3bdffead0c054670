import { Presets, SingleBar } from "cli-progress";
import { type Progress, ProgressRate } from "./progress-rate.ts";

/** What is shown of a step. */
export interface StepReport extends Progress {
  readonly loss: number;
  readonly learningRate: number;
}

export interface ReporterOptions {
  /** Of the whole run. */
  readonly steps: number;
  /** Steps that were done before. */
  readonly from: number;
  /** What a step learns from. */
  readonly unit: "tokens" | "images" | "texts";
}

/** Told what a run does; writes to standard error. */
export interface Reporter {
  step(report: StepReport): void;
  note(text: string): void;
  end(): void;
}

/** A progress bar on a terminal, else one line a minute. */
export function createReporter(options: ReporterOptions): Reporter {
  return process.stderr.isTTY ? barReporter(options) : lineReporter(options);
}

function barReporter({ steps, from, unit }: ReporterOptions): Reporter {
  const rate = new ProgressRate();
  const bar = new SingleBar(
    {
      stream: process.stderr,
      format: `{bar} {value}/{total} steps | loss {loss} | rate {learningRate} | {perSecond} ${unit}/s | {left} left`,
      hideCursor: true,
      etaBuffer: 50,
      noTTYOutput: false,
    },
    Presets.shades_classic,
  );
  let shown = { loss: "-", learningRate: "-", perSecond: "-", left: "-" };
  let at = from;
  bar.start(steps, at, shown);
  const note = (text: string): void => {
    bar.stop();
    process.stderr.write(`${text}\n`);
    bar.start(steps, at, shown);
  };
  return {
    step(report) {
      rate.add(report);
      at = report.step;
      shown = {
        loss: report.loss.toFixed(3),
        learningRate: report.learningRate.toExponential(2),
        perSecond: rate.perSecond,
        left: formatSeconds((steps - report.step) * rate.secondsPerStep),
      };
      bar.update(at, shown);
    },
    note,
    end: () => bar.stop(),
  };
}

function lineReporter({ steps, unit }: ReporterOptions): Reporter {
  const rate = new ProgressRate();
  let lastLine = 0;
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  return {
    step(report) {
      rate.add(report);
      const now = performance.now();
      if (lastLine !== 0 && now - lastLine < 60_000 && report.step < steps) return;
      lastLine = now;
      const { step, loss, learningRate } = report;
      note(
        `step ${step}/${steps}  loss ${loss.toFixed(3)}  rate ${learningRate.toExponential(2)}  ` +
          `${rate.perSecond} ${unit}/s  ${formatSeconds((steps - step) * rate.secondsPerStep)} left`,
      );
    },
    note,
    end: () => undefined,
  };
}

/** 5025 → "1 h 23 min". */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
