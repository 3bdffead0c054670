import { checkIntegerBetween } from "@bnnkit/core";
import { lanes, packLanes, unpackLane } from "../netlist/lanes.ts";
import type { Simulator } from "../netlist/simulate.ts";

export interface RunStreamOptions {
  /** Whether a beat, counted from 0, is offered in a clock. Default always. */
  readonly offers?: (clock: number, beat: number) => boolean;
  /** Whether a beat is taken in a clock. Default always. */
  readonly takes?: (clock: number) => boolean;
}

/** What came out of a module of streams, and when. */
export interface StreamRun {
  /** Of each copy the beats, one after another. */
  readonly outputs: readonly (readonly Uint8Array[])[];
  /** Clocks at whose end beats went in and came out, of 0 …. */
  readonly inputClocks: readonly number[];
  readonly outputClocks: readonly number[];
}

/**
 * Runs beats through a circuit of streams ({@link streamModule}, simulated or mapped) until so many have come out, up to 32 copies side
 * by side.
 *
 * @param circuit  Fresh: nothing has passed it.
 * @param beats  Of each copy its beats, as many of each.
 * @throws RangeError for more than 32 copies or none, and if nothing comes out for 2^20 clocks.
 */
export function runStream(
  circuit: Simulator,
  beats: readonly (readonly Uint8Array[])[],
  outputBeats: number,
  { offers = () => true, takes = () => true }: RunStreamOptions = {},
): StreamRun {
  checkIntegerBetween("runStream", "beats.length", beats.length, 1, lanes);
  const width = circuit.get("in_data").length;
  const words = beats[0].map((_, i) =>
    packLanes(
      beats.map((copy) => copy[i]),
      width,
    ),
  );
  const inputClocks: number[] = [];
  const outputClocks: number[] = [];
  const outputs: Uint8Array[][] = beats.map(() => []);
  const flag = (isSet: boolean): Uint32Array => Uint32Array.of(isSet ? 0xffffffff : 0);
  for (let clock = 0; outputClocks.length < outputBeats; clock++) {
    if (clock - Math.max(inputClocks.at(-1) ?? 0, outputClocks.at(-1) ?? 0) > mostIdle) {
      throw new RangeError(`runStream: a beat must move within ${mostIdle} clocks, got none`);
    }
    const isOffered = inputClocks.length < words.length && offers(clock, inputClocks.length);
    const isTaken = takes(clock);
    if (isOffered) circuit.set("in_data", words[inputClocks.length]);
    circuit.set("in_valid", flag(isOffered));
    circuit.set("out_ready", flag(isTaken));
    if (isOffered && circuit.get("in_ready")[0] !== 0) inputClocks.push(clock);
    if (isTaken && circuit.get("out_valid")[0] !== 0) {
      const data = circuit.get("out_data");
      for (const [copy, numbers] of outputs.entries()) numbers.push(unpackLane(data, copy));
      outputClocks.push(clock);
    }
    circuit.clock();
  }
  return { outputs, inputClocks, outputClocks };
}

const mostIdle = 2 ** 20;
