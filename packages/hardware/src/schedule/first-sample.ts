import { slide } from "@bnnkit/core";
import type { StageConfig } from "../network/stage-config.ts";
import {
  drainClocks,
  emitClocks,
  enginePassCycles,
  enginePasses,
  type SharedEngineConfig,
  stepsOf,
} from "../units/engine-passes.ts";
import type { MatrixVectorConfig } from "../units/matrix-vector.ts";
import { type SlidingWindowConfig, windowLines } from "../units/sliding-window.ts";

/** When a sample passes a stage. */
export interface StagePassage {
  /** Beats that leave it. */
  readonly beats: number;
  /** The clock at whose end the last one does. */
  readonly lastClock: number;
}

/**
 * How the first sample passes stages at rest, beat by beat, as if there were room for all beats wherever they wait: never later than
 * `scheduleBeats` says, and without its loop over clocks.
 */
export function firstSample(
  stages: readonly StageConfig[],
  inputBeats: number,
): readonly StagePassage[] {
  let clocks: Float64Array = Float64Array.from({ length: inputBeats }, (_, beat) => beat);
  return stages.map((config) => {
    clocks = leaving(config, clocks);
    return { beats: clocks.length, lastClock: clocks[clocks.length - 1] };
  });
}

/** Clocks at whose end beats leave a stage, from those at whose end they come. */
function leaving(config: StageConfig, coming: Float64Array): Float64Array {
  switch (config.unit) {
    case "matrix-vector":
      return leavingMatrixVector(config, coming);
    case "shared-engine":
      return leavingEngine(config, coming);
    case "sliding-window":
      return leavingWindow(config, coming);
    case "stream-pool":
      return joined(coming, config.taps);
    case "width-converter":
      return config.direction === "join"
        ? joined(coming, config.ratio)
        : inTurn(coming, config.ratio);
    case "stream-buffer":
    case "stream-threshold":
      return inTurn(coming, 1);
  }
}

/** One beat of `ratio`, a clock after the last of them. */
function joined(coming: Float64Array, ratio: number): Float64Array {
  return Float64Array.from(
    { length: coming.length / ratio },
    (_, beat) => coming[(beat + 1) * ratio - 1] + 1,
  );
}

/** `ratio` beats of one, a clock each. */
function inTurn(coming: Float64Array, ratio: number): Float64Array {
  const left = new Float64Array(coming.length * ratio);
  let last = -1;
  for (let beat = 0; beat < left.length; beat++) {
    last = Math.max(coming[Math.floor(beat / ratio)], last) + 1;
    left[beat] = last;
  }
  return left;
}

function leavingMatrixVector(
  { inputs, outputs, pe, simd }: MatrixVectorConfig,
  coming: Float64Array,
): Float64Array {
  const [steps, folds] = [inputs / simd, outputs / pe];
  const left = new Float64Array((coming.length / steps) * folds);
  // Memories stand at their first word from the second clock on.
  let fired = 0;
  for (let vector = 0; vector * steps < coming.length; vector++) {
    for (let step = 0; step < steps; step++)
      fired = Math.max(coming[vector * steps + step], fired + 1);
    for (let fold = 0; fold < folds; fold++) {
      if (fold > 0) fired += steps;
      left[vector * folds + fold] = fired + 2;
    }
  }
  return left;
}

/** Beats of one sample. */
function leavingEngine(config: SharedEngineConfig, coming: Float64Array): Float64Array {
  const passes = enginePasses(config);
  const cycles = enginePassCycles(config);
  const last = passes.length - 1;
  const [loaded] = inTurn(coming, 1).slice(-1);
  // The last beat has passed in the clock before the last pass but its own waits.
  const start = loaded + drainClocks - 1 + cycles.slice(1, last).reduce((sum, n) => sum + n, 0);
  const { ofSum, ofPass } = stepsOf(passes[last]);
  return Float64Array.from(
    { length: ofPass / ofSum },
    (_, i) => start + ofSum + i * Math.max(ofSum, emitClocks) + emitClocks,
  );
}

function leavingWindow(config: SlidingWindowConfig, coming: Float64Array): Float64Array {
  const { map, window, beats } = config;
  const { needs, releases } = windowLines(config);
  const taps = window.size[0] * window.size[1];
  const height = needs.length;
  const row = beats * taps * slide("firstSample", map, window)[1];
  const left = new Float64Array(height * row);
  let [fired, line] = [0, 0];
  for (let y = 0; y < height; y++) {
    const lastNeeded = (line + needs[y]) * map[1] * beats - 1;
    fired = Math.max(fired, coming[lastNeeded]);
    for (let beat = 0; beat < row; beat++) left[y * row + beat] = ++fired + 1;
    line += releases[y];
  }
  return left;
}
