import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, type Net, one } from "../netlist/net.ts";
import type { Stage, StageTiming, Stream, StreamNumber } from "../network/stream.ts";
import { foldCounter } from "./fold-counter.ts";

/** The greatest of `taps` beats that come one after another, number by number. */
export interface StreamPoolConfig {
  readonly unit: "stream-pool";
  readonly taps: number;
  /** Numbers of a beat. */
  readonly numbers: number;
  readonly number: StreamNumber;
}

/** The circuit: the greatest so far in a register, which leaves after the last tap. */
export function streamPool(
  m: ModuleBuilder,
  input: Stream,
  { taps, numbers, number }: StreamPoolConfig,
): Stage {
  const best = m.feedback(numbers * number.bits);
  const full = m.feedback(1);
  const [isFull] = full.q;
  const connect = (ready: Net): Net => {
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
  return { output: { data: best.q, valid: isFull }, connect };
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
function greater(m: ModuleBuilder, a: Bus, b: Bus, isFalling: boolean): Bus {
  if (a.length === 1) return isFalling ? m.and(a, b) : m.or(a, b);
  const isGreater = isFalling ? m.atLeast(b, a) : m.atLeast(a, b);
  return m.mux(isGreater, a, b);
}
