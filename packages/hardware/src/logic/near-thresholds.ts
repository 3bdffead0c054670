import { drawnWords } from "../netlist/drawn-words.ts";
import { lanes } from "../netlist/lanes.ts";
import type { DrawVectors } from "../proof/drawn-vectors.ts";
import { portBits } from "../units/port-numbers.ts";
import { bitsOfNumber, type LogicNumber } from "./comparators.ts";
import type { LogicPlan } from "./plan-logic.ts";

/** Vectors for port `x` of a circuit of tables, for `checkBehaviour`: each number is on one of its thresholds, next to it on either
 *  side, or the same down to some bit, which differs, where gates of a comparator that are wrong show. Other ports have random bits. */
export function nearThresholds({ encoder, features, number }: LogicPlan): DrawVectors {
  const levels = Array.from({ length: features }, (): number[] => []);
  for (const { feature, level } of encoder) levels[feature].push(level);
  const width = bitsOfNumber(number);
  return (port, seed) => {
    const words = drawnWords(2 * lanes * features, seed);
    return Array.from({ length: lanes }, (_, lane) => {
      if (port !== "x") {
        return Uint8Array.from(drawnWords(encoder.length, seed + lane), (word) => word >>> 31);
      }
      const bits = new Uint8Array(features * width);
      for (let f = 0; f < features; f++) {
        const at = 2 * (lane * features + f);
        const [word, low] = [words[at] >>> 0, words[at + 1] >>> 0];
        const level = levels[f][word % levels[f].length];
        const near =
          (word >>> 16) % 2 === 0
            ? level + (low % 3) - 1
            : apartFrom(level, word >>> 17, low, width);
        const place = Math.min(Math.max(near, 0), 2 ** width - 1);
        bits.set(portBits(storedAt(number, place), width), f * width);
      }
      return bits;
    });
  };
}

/** A place whose bits are those of a level above one that is drawn, another there, and drawn below. */
function apartFrom(level: number, drawn: number, low: number, width: number): number {
  const weight = 2 ** (drawn % width);
  const high = Math.floor(level / weight);
  return (high % 2 === 0 ? high + 1 : high - 1) * weight + (low % weight);
}

/** The bits of the number at a place in the order. */
function storedAt(number: LogicNumber, place: number): number {
  if (number === "uint8") return place;
  if (number === "int8") return (place + 128) % 256;
  return place >= 2 ** 31 ? place - 2 ** 31 : 2 ** 32 - 1 - place;
}
