import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { constantBus, type Net, one, unsignedWidth } from "../netlist/net.ts";
import type { Stage, StageTiming, Stream } from "../network/stream.ts";
import { foldCounter } from "./fold-counter.ts";

/** A queue of `depth` beats. */
export interface StreamBufferConfig {
  readonly unit: "stream-buffer";
  readonly bits: number;
  readonly depth: number;
}

/** The circuit: a beat that comes stands at the output in the next clock; it takes one while it is not full. */
export function streamBuffer(
  m: ModuleBuilder,
  input: Stream,
  { depth }: StreamBufferConfig,
): Stage {
  const held = m.feedback(unsignedWidth(depth));
  const count = held.q.length;
  const isEmpty = m.equal(held.q, constantBus(0, count));
  const isFull = m.equal(held.q, constantBus(depth, count));
  const [valid] = m.not([isEmpty]);
  const [space] = m.not([isFull]);
  const [writes] = m.and([input.valid], [space]);
  const [first, next] = [foldCounter(m, depth), foldCounter(m, depth)];
  next.advance(writes);
  const ports = { writeEnable: writes, writeAddress: next.value, writeData: input.data };
  const data =
    depth === 1
      ? m.register(input.data, { enable: writes })
      : m.ram(depth, { ...ports, address: first.value }, { isSynchronous: false });
  const connect = (ready: Net): Net => {
    const [reads] = m.and([valid], [ready]);
    first.advance(reads);
    const more = m.add(held.q, constantBus(0, count), one);
    const less = m.subtract(held.q, constantBus(1, count));
    held.connect(m.mux(writes, more, less), { enable: m.xor([writes], [reads])[0] });
    return space;
  };
  return { output: { data, valid }, connect };
}

/** The clocks of the circuit. */
export function streamBufferTiming({ depth }: Pick<StreamBufferConfig, "depth">): StageTiming {
  let [held, mostHeld] = [0, 0];
  return {
    get mostHeld() {
      return mostHeld;
    },
    get isValid() {
      return held > 0;
    },
    isReady: () => held < depth,
    clock(isInputValid, isOutputReady) {
      const writes = isInputValid && held < depth;
      const reads = isOutputReady && held > 0;
      if (writes) mostHeld = Math.max(mostHeld, held + 1);
      held += Number(writes) - Number(reads);
    },
  };
}
