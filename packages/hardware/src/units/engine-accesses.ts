import { enginePasses, type SharedEngineConfig, stepsOf } from "./engine-passes.ts";

/** Words that an engine reads and writes in a pass. */
export interface EngineAccesses {
  /** Of `pe·simd` weights: with `simd` 1 a row of a memory that is summed up in its columns. */
  readonly weightReads: number;
  /** Of numbers, those of taps that lie on the map. */
  readonly numberReads: number;
  /** Beats of `pe` numbers (of a pool words) that are kept for the next pass. */
  readonly numberWrites: number;
  /** Of thresholds, or of what is added to sums that leave. */
  readonly constantReads: number;
  /** Sums that go on by a step, one for each of `pe` rows or columns. */
  readonly sumUpdates: number;
}

/**
 * What each pass of an engine reads and writes, exactly: of a product `places·folds·taps·beats` words of weights and as many of numbers but for
 * taps in margins, `places·folds` words of thresholds and beats that are kept, none of the last one.
 */
export function engineAccesses(config: SharedEngineConfig): readonly EngineAccesses[] {
  const passes = enginePasses(config);
  return passes.map((pass, i): EngineAccesses => {
    const { beats, folds, places } = pass;
    const sums = places[0] * places[1] * folds;
    const numberWrites = i === passes.length - 1 ? 0 : sums;
    if (i === 0)
      return { weightReads: 0, numberReads: 0, numberWrites, constantReads: 0, sumUpdates: 0 };
    const { op, map, window } = config.layers[i - 1];
    const onMap = ([0, 1] as const).map((axis) =>
      tapsOnMap(map[axis], places[axis], {
        size: window.size[axis],
        stride: window.strides[axis],
        dilation: window.dilations[axis],
        before: axis === 0 ? window.padding.top : window.padding.left,
      }),
    );
    const numberReads = onMap[0] * onMap[1] * folds * beats;
    if (op === "pool")
      return { weightReads: 0, numberReads, numberWrites, constantReads: 0, sumUpdates: 0 };
    const { ofPass } = stepsOf(pass);
    return {
      ...{ weightReads: ofPass, numberReads, numberWrites, constantReads: sums },
      sumUpdates: ofPass * config.pe,
    };
  });
}

interface AxisWindow {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
}

/** Pairs of a place and a tap along an axis that are on the map. */
function tapsOnMap(
  extent: number,
  places: number,
  { size, stride, dilation, before }: AxisWindow,
): number {
  let pairs = 0;
  for (let tap = 0; tap < size; tap++) {
    const start = tap * dilation - before;
    const first = Math.max(0, Math.ceil(-start / stride));
    const last = Math.min(places - 1, Math.floor((extent - 1 - start) / stride));
    pairs += Math.max(0, last - first + 1);
  }
  return pairs;
}
