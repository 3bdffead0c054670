import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, constantBus, type Net, one } from "../netlist/net.ts";
import type { Stage, StageTiming, Stream, StreamNumber } from "../network/stream.ts";
import { constantTable } from "./constant-table.ts";
import { foldCounter } from "./fold-counter.ts";

/** The greatest of `taps` beats that come one after another, number by number. */
export interface StreamPoolConfig {
  readonly unit: "stream-pool";
  readonly taps: number;
  /** Numbers of a beat. */
  readonly numbers: number;
  readonly number: StreamNumber;
  /** Features of a place; `numbers` divides them. */
  readonly features: number;
  /** The greatest u, where some features leave turned round, as greatest − u; 0: none. */
  readonly turnedFrom: number;
}

/**
 * The circuit: the greatest so far in a register, which leaves after the last tap.
 *
 * @param turned  Whether each feature leaves turned round. A greatest level of sums turned round is the least level of negative sums.
 */
export function streamPool(
  m: ModuleBuilder,
  input: Stream,
  config: StreamPoolConfig,
  turned: ArrayLike<number> = [],
): Stage {
  const { taps, numbers, number, features, turnedFrom } = config;
  const best = m.feedback(numbers * number.bits);
  const full = m.feedback(1);
  const [isFull] = full.q;
  const leaving = foldCounter(m, turnedFrom === 0 ? 1 : features / numbers);
  const data = turnedFrom === 0 ? best.q : turnRound(m, best.q, config, turned, leaving.value);
  const connect = (ready: Net): Net => {
    leaving.advance(m.and([isFull], [ready])[0]);
    const [space] = m.or(m.not([isFull]), [ready]);
    const [takes] = m.and([input.valid], [space]);
    const tap = foldCounter(m, taps);
    tap.advance(takes);
    const { bits, scale } = number;
    const greatest = Array.from({ length: numbers }, (_, i) => {
      const at = (bus: Bus): Bus => bus.slice(i * bits, (i + 1) * bits);
      return greater(m, at(input.data), at(best.q), scale < 0);
    });
    const first = tap.first === one ? input.data : m.mux(tap.first, input.data, greatest.flat());
    best.connect(first, { enable: takes });
    full.connect(m.or(m.and([takes], [tap.last]), m.and([isFull], m.not([ready]))));
    return space;
  };
  return { output: { data, valid: isFull }, connect };
}

/** The clocks of the circuit. */
export function streamPoolTiming({ taps }: Pick<StreamPoolConfig, "taps">): StageTiming {
  let [isFull, tap] = [false, 0];
  return {
    get isValid() {
      return isFull;
    },
    isReady: (isOutputReady) => !isFull || isOutputReady,
    clock(isInputValid, isOutputReady) {
      const takes = isInputValid && (!isFull || isOutputReady);
      isFull = (takes && tap === taps - 1) || (isFull && !isOutputReady);
      if (takes) tap = (tap + 1) % taps;
    },
  };
}

/** The greater of two numbers: of a bit AND or OR. */
export function greater(m: ModuleBuilder, a: Bus, b: Bus, isFalling: boolean): Bus {
  if (a.length === 1) return isFalling ? m.and(a, b) : m.or(a, b);
  const isGreater = isFalling ? m.atLeast(b, a) : m.atLeast(a, b);
  return m.mux(isGreater, a, b);
}

/** Numbers of the beat that leaves, `turnedFrom − u` where their feature says so. */
function turnRound(
  m: ModuleBuilder,
  data: Bus,
  { numbers, features, number: { bits }, turnedFrom }: StreamPoolConfig,
  turned: ArrayLike<number>,
  beat: Bus,
): Bus {
  const words = Array.from({ length: features / numbers }, (_, b) =>
    Array.from({ length: numbers }, (_, i) => (turned[b * numbers + i] ? 1n << BigInt(i) : 0n)),
  ).map((flags) => flags.reduce((word, flag) => word | flag, 0n));
  const flags = constantTable(m, words, numbers, beat);
  return Array.from({ length: numbers }, (_, i) => {
    const u = data.slice(i * bits, (i + 1) * bits);
    const isAll = turnedFrom === 2 ** bits - 1;
    const other = isAll ? m.not(u) : m.subtract(constantBus(turnedFrom, bits), u);
    return m.mux(flags[i], other, u);
  }).flat();
}
