import { Presets, SingleBar } from "cli-progress";
import type { LossRow, ValidationRow } from "./curve.ts";
import { TokenRate } from "./token-rate.ts";

/** Told what a run does; writes to standard error. */
export interface Reporter {
  step(row: LossRow): void;
  evaluation(step: number, rows: readonly ValidationRow[], isBest: boolean): void;
  note(text: string): void;
  end(): void;
}

/** A progress bar on a terminal, else one line a minute. */
export function createReporter(steps: number, from: LossRow | undefined): Reporter {
  const rate = new TokenRate();
  return process.stderr.isTTY
    ? barReporter(steps, from?.step ?? 0, rate)
    : lineReporter(steps, rate);
}

function barReporter(steps: number, from: number, rate: TokenRate): Reporter {
  const bar = new SingleBar(
    {
      stream: process.stderr,
      format:
        "{bar} {value}/{total} steps | loss {loss} | rate {learningRate} | {tokenRate} tokens/s | {left} left",
      hideCursor: true,
      etaBuffer: 50,
      noTTYOutput: false,
    },
    Presets.shades_classic,
  );
  let shown = { loss: "-", learningRate: "-", tokenRate: "-", left: "-" };
  let at = from;
  bar.start(steps, at, shown);
  const note = (text: string): void => {
    bar.stop();
    process.stderr.write(`${text}\n`);
    bar.start(steps, at, shown);
  };
  return {
    step(row) {
      rate.add(row);
      at = row.step;
      shown = {
        loss: row.loss.toFixed(3),
        learningRate: row.learningRate.toExponential(2),
        tokenRate: rate.tokensPerSecond,
        left: formatSeconds((steps - row.step) * rate.secondsPerStep),
      };
      bar.update(at, shown);
    },
    evaluation: (step, rows, isBest) => note(formatEvaluation(step, rows, isBest)),
    note,
    end: () => bar.stop(),
  };
}

function lineReporter(steps: number, rate: TokenRate): Reporter {
  let lastLine = 0;
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  return {
    step(row) {
      rate.add(row);
      const now = performance.now();
      if (lastLine !== 0 && now - lastLine < 60_000 && row.step < steps) return;
      lastLine = now;
      note(
        `step ${row.step}/${steps}  loss ${row.loss.toFixed(3)}  rate ${row.learningRate.toExponential(2)}  ` +
          `${rate.tokensPerSecond} tokens/s  ${formatSeconds((steps - row.step) * rate.secondsPerStep)} left`,
      );
    },
    evaluation: (step, rows, isBest) => note(formatEvaluation(step, rows, isBest)),
    note,
    end: () => undefined,
  };
}

function formatEvaluation(step: number, rows: readonly ValidationRow[], isBest: boolean): string {
  const parts = rows.map(
    ({ name, loss, bleu }) =>
      `${name} loss ${loss.toFixed(3)}${bleu === undefined ? "" : ` BLEU ${bleu.toFixed(1)}`}`,
  );
  const scores = parts.length === 0 ? "no held-out text" : parts.join(", ");
  return `evaluation at step ${step}: ${scores}${isBest ? " (best so far)" : ""}`;
}

/** 5025 → "1 h 23 min". */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
