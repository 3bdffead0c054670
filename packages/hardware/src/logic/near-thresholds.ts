import { drawnWords } from "../netlist/drawn-words.ts";
import { lanes } from "../netlist/lanes.ts";
import type { DrawVectors } from "../proof/check-behaviour.ts";
import { portBits } from "../units/port-numbers.ts";
import { bitsOfNumber, type LogicNumber } from "./comparators.ts";
import type { LogicPlan } from "./plan-logic.ts";

/** Vectors for port `x` of a circuit of tables, for `checkBehaviour`: each number is on one of its thresholds, or next to it on either
 *  side, where a comparator that is wrong shows. Other ports have random bits. */
export function nearThresholds({ encoder, features, number }: LogicPlan): DrawVectors {
  const levels = Array.from({ length: features }, (): number[] => []);
  for (const { feature, level } of encoder) levels[feature].push(level);
  const width = bitsOfNumber(number);
  return (port, seed) => {
    const words = drawnWords(lanes * features, seed);
    return Array.from({ length: lanes }, (_, lane) => {
      if (port !== "x") {
        return Uint8Array.from(drawnWords(encoder.length, seed + lane), (word) => word >>> 31);
      }
      const bits = new Uint8Array(features * width);
      for (let f = 0; f < features; f++) {
        const word = words[lane * features + f] >>> 0;
        const level = levels[f][word % levels[f].length] + ((word >>> 16) % 3) - 1;
        const place = Math.min(Math.max(level, 0), 2 ** width - 1);
        bits.set(portBits(storedAt(number, place), width), f * width);
      }
      return bits;
    });
  };
}

/** The bits of the number at a place in the order. */
function storedAt(number: LogicNumber, place: number): number {
  if (number === "uint8") return place;
  if (number === "int8") return (place + 128) % 256;
  return place >= 2 ** 31 ? place - 2 ** 31 : 2 ** 32 - 1 - place;
}
