import { describe, expect, test } from "vitest";
import { assertSupported, check, type Support } from "../src/index.ts";
import { smallDescription } from "./small-model.ts";

const everything: Support = {
  name: "interpreter",
  ops: {
    embedding: true,
    "sinusoidal-position": true,
    "layer-norm": true,
    dense: true,
    relu: true,
    add: true,
    attention: true,
    logits: true,
  },
};

const little: Support = {
  name: "little interpreter",
  ops: {
    ...everything.ops,
    relu: "it has no activations",
    attention: ({ bits }) => (bits === 1 ? "attention must be 32 bits, got 1" : undefined),
  },
};

describe("check", () => {
  test("finds nothing where everything is supported", () => {
    expect(check(smallDescription, everything)).toEqual([]);
    expect(() => assertSupported(smallDescription, everything)).not.toThrow();
  });

  test("names every refused node with its reason", () => {
    expect(check(smallDescription, little)).toEqual([
      {
        graph: "encoder",
        node: "relu",
        op: "relu",
        reason: "it has no activations",
        message:
          'little interpreter does not support node "relu" (relu) of the encoder: it has no activations',
      },
      {
        graph: "decoder",
        node: "decoder/self",
        op: "attention",
        reason: "attention must be 32 bits, got 1",
        message:
          'little interpreter does not support node "decoder/self" (attention) of the decoder: attention must be 32 bits, got 1',
      },
    ]);
  });

  test.each(Object.keys(everything.ops))("asks about %s", (op) => {
    const ops = { ...everything.ops, [op]: "no" };
    const problems = check(smallDescription, { name: "x", ops });
    expect(new Set(problems.map((problem) => problem.op))).toEqual(new Set([op]));
  });

  test("assertSupported throws the whole list", () => {
    expect(() => assertSupported(smallDescription, little)).toThrow(RangeError);
    expect(() => assertSupported(smallDescription, little)).toThrow(
      /^assertSupported:\n {2}little.*"relu".*\n {2}little.*"decoder\/self".*$/,
    );
  });
});
