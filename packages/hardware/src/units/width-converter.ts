import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Net, resize } from "../netlist/net.ts";
import type { Stage, StageTiming, Stream } from "../network/stream.ts";
import { foldCounter } from "./fold-counter.ts";

/** Beats of another width: `ratio` beats become one (`join`), or one becomes as many (`split`), the lowest bits first. */
export interface WidthConverterConfig {
  readonly unit: "width-converter";
  readonly direction: "join" | "split";
  /** Bits of the narrow side. */
  readonly bits: number;
  readonly ratio: number;
}

/** The circuit: a word that is shifted, `bits` at a time. */
export function widthConverter(
  m: ModuleBuilder,
  input: Stream,
  config: WidthConverterConfig,
): Stage {
  const { direction, bits, ratio } = config;
  const word = m.feedback(bits * ratio);
  const full = m.feedback(1);
  const [isFull] = full.q;
  const isJoin = direction === "join";
  const connect = (ready: Net): Net => {
    const [leaves] = m.and([isFull], [ready]);
    if (isJoin) {
      const [space] = m.or(m.not([isFull]), [ready]);
      const [takes] = m.and([input.valid], [space]);
      word.connect([...word.q.slice(bits), ...input.data], { enable: takes });
      const count = foldCounter(m, ratio);
      count.advance(takes);
      const last = m.and([takes], [count.last]);
      full.connect(m.or(last, m.and([isFull], m.not([ready]))));
      return space;
    }
    const { last, advance } = foldCounter(m, ratio);
    advance(leaves);
    const [space] = m.or(m.not([isFull]), m.and([ready], [last]));
    const [takes] = m.and([input.valid], [space]);
    const shifted = resize(word.q.slice(bits), word.q.length);
    const [moves] = m.or([takes], [leaves]);
    word.connect(m.mux(takes, input.data, shifted), { enable: moves });
    full.connect(m.or([takes], m.and([isFull], m.not(m.and([ready], [last])))));
    return space;
  };
  const data = isJoin ? word.q : word.q.slice(0, bits);
  return { output: { data, valid: isFull }, connect };
}

/** The clocks of the circuit. */
export function widthConverterTiming({ direction, ratio }: WidthConverterConfig): StageTiming {
  let [isFull, count] = [false, 0];
  const isJoin = direction === "join";
  const isReady = (isOutputReady: boolean): boolean =>
    !isFull || (isOutputReady && (isJoin || count === ratio - 1));
  return {
    get isValid() {
      return isFull;
    },
    isReady,
    clock(isInputValid, isOutputReady) {
      const takes = isInputValid && isReady(isOutputReady);
      const leaves = isFull && isOutputReady;
      const isLast = count === ratio - 1;
      isFull = isJoin
        ? (takes && isLast) || (isFull && !isOutputReady)
        : takes || (isFull && !(isOutputReady && isLast));
      if (isJoin ? takes : leaves) count = (count + 1) % ratio;
    },
  };
}
