import { checkLength } from "@bnnkit/core";
import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, constantBus, type Net, unsignedWidth } from "../netlist/net.ts";
import type { Stage, StageTiming, Stream, StreamNumber } from "../network/stream.ts";
import { constantTable } from "./constant-table.ts";
import { countLevels } from "./count-levels.ts";
import { foldCounter } from "./fold-counter.ts";
import { streamPoolTiming } from "./stream-pool.ts";

/** How many thresholds each number of a stream reaches. */
export interface StreamThresholdConfig {
  readonly unit: "stream-threshold";
  readonly features: number;
  /** Numbers of a beat; divides `features`. */
  readonly numbers: number;
  readonly input: StreamNumber;
  readonly levels: number;
  /** Of a negative scale: how many are not reached. */
  readonly output: StreamNumber;
}

/**
 * The circuit: a result stands in a register.
 *
 * @param thresholds  [features, levels], rising, levels of the numbers.
 * @throws RangeError for another number of thresholds.
 */
export function streamThreshold(
  m: ModuleBuilder,
  input: Stream,
  config: StreamThresholdConfig,
  thresholds: ArrayLike<number>,
): Stage {
  const { features, numbers, levels, output } = config;
  checkLength("streamThreshold", "thresholds", thresholds.length, features * levels);
  const result = m.feedback(numbers * output.bits);
  const full = m.feedback(1);
  const [isFull] = full.q;
  const connect = (ready: Net): Net => {
    const [space] = m.or(m.not([isFull]), [ready]);
    const [takes] = m.and([input.valid], [space]);
    const beat = foldCounter(m, features / numbers);
    beat.advance(takes);
    const made = Array.from({ length: numbers }, (_, i) => {
      const number = input.data.slice(i * config.input.bits, (i + 1) * config.input.bits);
      return levelOf(m, config, thresholds, i, number, beat.value);
    });
    result.connect(made.flat(), { enable: takes });
    full.connect(m.or([takes], m.and([isFull], m.not([ready]))));
    return space;
  };
  return { output: { data: result.q, valid: isFull }, connect };
}

/** The clocks of the circuit: a beat each. */
export function streamThresholdTiming(): StageTiming {
  return streamPoolTiming({ taps: 1 });
}

function levelOf(
  m: ModuleBuilder,
  config: StreamThresholdConfig,
  thresholds: ArrayLike<number>,
  i: number,
  number: Bus,
  beat: Bus,
): Bus {
  const { features, numbers, levels, output, input } = config;
  const { bits, scale, offset } = input;
  const width = unsignedWidth(2 ** bits);
  const raised = [...(scale < 0 ? m.not(number) : number), ...constantBus(0, 2)].slice(0, width);
  const values = Array.from({ length: 2 ** bits }, (_, u) => offset + scale * u);
  const reached = Array.from({ length: levels }, (_, level) => {
    const steps = Array.from({ length: features / numbers }, (_, b) => {
      const t = thresholds[(b * numbers + i) * levels + level];
      return BigInt(values.filter((value) => value < t).length);
    });
    return m.atLeast(raised, constantTable(m, steps, width, beat));
  });
  return countLevels(m, reached, output);
}
