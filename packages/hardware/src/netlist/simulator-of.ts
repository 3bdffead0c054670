import { checkLength } from "@bnnkit/core";
import { busOf, type Port } from "./module.ts";
import type { Simulator } from "./simulate.ts";

/** What lies behind the ports of a circuit that runs. */
export interface Circuit {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** The value of each net, a word of 32 copies. */
  readonly values: Uint32Array;
  /** Makes nets of what inputs and states hold. */
  readonly settle: () => void;
  /** Takes the next states from settled nets. */
  readonly clock: () => void;
}

/** Sets, reads and clocks a circuit, whose nets settle when one is read after a change. */
export function simulatorOf({ inputs, outputs, values, settle, clock }: Circuit): Simulator {
  const ports = [...inputs, ...outputs];
  let isSettled = false;
  const settleOnce = (): void => {
    if (!isSettled) settle();
    isSettled = true;
  };
  return {
    set(port, words) {
      const bus = busOf("set", inputs, port);
      checkLength("set", `words of ${port}`, words.length, bus.length);
      for (let bit = 0; bit < bus.length; bit++) values[bus[bit]] = words[bit];
      isSettled = false;
    },
    get(port) {
      settleOnce();
      return Uint32Array.from(busOf("get", ports, port), (net) => values[net]);
    },
    clock() {
      settleOnce();
      clock();
      isSettled = false;
    },
  };
}
