import { describe, expect, test } from "vitest";
import { assertSupported, check, graphsOf, type Interpreter, interpret } from "../src/index.ts";
import { smallDescription } from "./small-model.ts";

const everything: Interpreter<string[], number> = {
  name: "interpreter",
  ops: {
    embedding: { handle: ({ name }, seen) => seen.push(name) },
    "sinusoidal-position": { handle: ({ name }, seen) => seen.push(name) },
    "layer-norm": { handle: ({ name }, seen) => seen.push(name) },
    dense: { handle: ({ name }, seen) => seen.push(name) },
    relu: { handle: ({ name }, seen) => seen.push(name) },
    add: { handle: ({ name }, seen) => seen.push(name) },
    attention: { handle: ({ name }, seen) => seen.push(name) },
    logits: { handle: ({ name }, seen) => seen.push(name) },
  },
};

const little: Interpreter<string[], number> = {
  name: "little interpreter",
  ops: {
    ...everything.ops,
    relu: "it has no activations",
    attention: {
      refuses: ({ bits }) => (bits === 1 ? "attention must be 32 bits, got 1" : undefined),
      handle: ({ heads }) => heads,
    },
  },
};

describe("interpret", () => {
  test("hands every node to the handler of its op", () => {
    const seen: string[] = [];
    const nodes = graphsOf(smallDescription).flatMap(({ graph }) => graph.nodes);
    for (const node of nodes) interpret(everything, node, seen);
    expect(seen).toEqual(nodes.map(({ name }) => name));
  });

  test("throws for the nodes that check names, and for no other", () => {
    const refused = new Set(check(smallDescription, little).map(({ node }) => node));
    expect(refused.size).toBe(2);
    for (const { graph } of graphsOf(smallDescription)) {
      for (const node of graph.nodes) {
        if (refused.has(node.name)) {
          expect(() => interpret(little, node, [])).toThrow(
            `interpret: little interpreter does not support node "${node.name}" (${node.op}): `,
          );
        } else expect(() => interpret(little, node, [])).not.toThrow();
      }
    }
  });
});

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
