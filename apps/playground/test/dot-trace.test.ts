import { packBipolar, packUnipolar } from "@bnnkit/core";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { traceDot, traceThreshold } from "../page/bits/dot-trace.ts";

const signs = (text: string): number[] => [...text].map((sign) => (sign === "-" ? -1 : 1));

describe("traceDot", () => {
  test("counts the columns where signs differ", () => {
    const input = packBipolar(signs("+-+-+"), 1, 5);
    const weights = packBipolar(signs("+++++--+-+"), 2, 5);
    const trace = traceDot(input, weights, 1);
    expect(trace.words.map(({ count }) => count)).toEqual([1, 0, 0, 0]);
    expect(trace.words[0]).toEqual({
      input: 0b01010,
      weights: 0b01011,
      combined: 0b00001,
      count: 1,
    });
    expect({ whole: trace.whole, total: trace.total, dot: trace.dot }).toEqual({
      whole: 5,
      total: 1,
      dot: 3,
    });
  });

  const column = fc.record({ sign: fc.constantFrom(-1, 1), x: fc.constantFrom(0, 1) });
  property.prop([fc.array(column, { minLength: 1, maxLength: 150 })])(
    "is whole − 2·total, and the sum of products, of both kinds of input",
    (columns) => {
      const cols = columns.length;
      const weights = packBipolar(
        columns.map(({ sign }) => sign),
        1,
        cols,
      );
      for (const kind of ["bipolar", "unipolar"] as const) {
        const values = columns.map(({ x }) => (kind === "bipolar" ? 1 - 2 * x : x));
        const input = (kind === "bipolar" ? packBipolar : packUnipolar)(values, 1, cols);
        const { dot, whole, total } = traceDot(input, weights, 0);
        const expected = columns.reduce((sum, { sign }, i) => sum + sign * values[i]!, 0);
        expect(dot).toBe(expected);
        expect(whole - 2 * total).toBe(expected);
      }
    },
  );
});

test.each([
  { value: 2, scale: 0.5, bias: 1.5, bit: 0 },
  { value: -4, scale: 0.5, bias: 1.5, bit: 1 },
  { value: 4, scale: -0.5, bias: 1.5, bit: 1 },
  { value: 3, scale: -0.5, bias: 1.5, bit: 0 },
])(
  "traceThreshold: $scale · $value + $bias has the sign bit $bit",
  ({ value, scale, bias, bit }) => {
    expect(traceThreshold(value, { scale, bias, inputs: 10 }).bit).toBe(bit);
  },
);
