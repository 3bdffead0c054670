import { describe, expect, test } from "vitest";
import { bleu, chrf, type References } from "../src/index.ts";

describe.each([
  { name: "bleu", score: (h: readonly string[], r: References) => bleu(h, r) },
  { name: "chrf", score: (h: readonly string[], r: References) => chrf(h, r) },
])("$name refuses", ({ name, score }) => {
  test("an empty corpus", () => {
    expect(() => score([], [])).toThrow(
      new RangeError(`${name}: hypotheses must hold at least one segment, got none`),
    );
  });

  test("unequal lengths", () => {
    expect(() => score(["a", "b"], [["a"]])).toThrow(
      new RangeError(`${name}: hypotheses.length (2) must equal references.length (1)`),
    );
  });

  test("a segment without a reference, by its index", () => {
    expect(() => score(["a", "b"], [["a"], []])).toThrow(
      new RangeError(`${name}: references[1] must hold at least one reference, got none`),
    );
  });

  test("anything but strings, by its index", () => {
    const hypotheses: string[] = JSON.parse('["a", null]');
    const streams: References = JSON.parse('[["a"], "b"]');
    const references: References = JSON.parse('[["a"], ["b", 3]]');
    expect(() => score(hypotheses, [["a"], ["b"]])).toThrow(
      new TypeError(`${name}: hypotheses[1] must be a string, got object`),
    );
    expect(() => score(["a", "b"], streams)).toThrow(
      new TypeError(`${name}: references[1] must be an array of strings, got string`),
    );
    expect(() => score(["a", "b"], references)).toThrow(
      new TypeError(`${name}: references[1][1] must be a string, got number`),
    );
  });
});

test("nrefs is the common number of references, or var", () => {
  const field = (references: References) =>
    bleu(
      references.map(() => "a"),
      references,
    ).signature.split("|")[0];
  expect(field([["a"], ["b"]])).toBe("nrefs:1");
  expect(field([["a", "b", "c"]])).toBe("nrefs:3");
  expect(field([["a", "b"], ["c"]])).toBe("nrefs:var");
});
