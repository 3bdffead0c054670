import type { MeasuredPoint } from "../estimate/measured-point.ts";
import type { SynthesisTarget } from "../synthesis/target.ts";
import type { UnitConfig } from "../units/unit-config.ts";
import { type MeasureOptions, measureUnit } from "./measure-unit.ts";

export interface MeasureAllOptions extends MeasureOptions {
  /** Syntheses at a time. Default 1. */
  readonly jobs?: number;
  /** Called after each, with what became of it. */
  readonly onProgress?: (progress: MeasureProgress) => void;
}

export interface MeasureProgress {
  readonly done: number;
  readonly total: number;
  readonly config: UnitConfig;
  readonly target: SynthesisTarget;
  /** Why there is no point for it. */
  readonly failure?: string | undefined;
}

/** The points of configurations on targets, configuration by configuration; one whose synthesis fails or takes too long has none.
 *  @throws the reason of the signal once it is aborted; what has been measured is in the cache. */
export async function measureAll(
  configs: readonly UnitConfig[],
  targets: readonly SynthesisTarget[],
  options: MeasureAllOptions = {},
): Promise<MeasuredPoint[]> {
  const { jobs = 1, onProgress, ...rest } = options;
  const wanted = configs.flatMap((config) => targets.map((target) => ({ config, target })));
  const points: (MeasuredPoint | undefined)[] = wanted.map(() => undefined);
  const waiting = wanted.entries();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const [i, { config, target }] of waiting) {
      rest.signal?.throwIfAborted();
      let failure: string | undefined;
      try {
        points[i] = await measureUnit(config, target, rest);
      } catch (error) {
        rest.signal?.throwIfAborted();
        failure = error instanceof Error ? error.message : String(error);
      }
      done++;
      onProgress?.({ done, total: wanted.length, config, target, failure });
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return points.filter((point) => point !== undefined);
}
