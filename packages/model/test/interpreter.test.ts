import { describe, expect, test } from "vitest";
import {
  assertSupported,
  check,
  graphsOf,
  type Handler,
  type Interpreter,
  interpret,
  type TypedNode,
  typeGraph,
} from "../src/index.ts";
import { smallDescription } from "./small-model.ts";

const all: Handler<never, string[], number> = {
  handle: ({ node }: TypedNode, seen) => seen.push(node.name),
};

const everything: Interpreter<string[], number> = {
  name: "interpreter",
  ops: {
    embedding: all,
    position: all,
    "rotary-position": all,
    dense: all,
    convolution: all,
    "look-up": all,
    "truth-tables": all,
    "group-sum": all,
    attention: all,
    threshold: all,
    round: all,
    affine: all,
    activation: all,
    "layer-norm": all,
    add: all,
    multiply: all,
    concatenate: all,
    pool: all,
  },
};

const little: Interpreter<string[], number> = {
  name: "little interpreter",
  ops: {
    ...everything.ops,
    activation: "it has no activations",
    attention: {
      refuses: ({ node: { probabilities } }) =>
        probabilities.keep === "all" ? undefined : `it keeps all, got ${probabilities.keep}`,
      handle: ({ node }) => node.heads,
    },
  },
};

const typedNodes = graphsOf(smallDescription).flatMap(
  ({ graph }) => typeGraph(graph, "test").nodes,
);

describe("interpret", () => {
  test("hands every node to the handler of its op", () => {
    const seen: string[] = [];
    for (const typed of typedNodes) interpret(everything, typed, seen);
    expect(seen).toEqual(typedNodes.map(({ node }) => node.name));
  });

  test("throws for the nodes that check names, and for no other", () => {
    const refused = new Set(check(smallDescription, little).map(({ node }) => node));
    expect(refused.size).toBe(2);
    for (const typed of typedNodes) {
      const { name, op } = typed.node;
      if (refused.has(name)) {
        expect(() => interpret(little, typed, [])).toThrow(
          `interpret: little interpreter does not support node "${name}" (${op}): `,
        );
      } else expect(() => interpret(little, typed, [])).not.toThrow();
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
        op: "activation",
        reason: "it has no activations",
        message:
          'little interpreter does not support node "relu" (activation) of the encoder: it has no activations',
      },
      {
        graph: "decoder",
        node: "decoder/self",
        op: "attention",
        reason: "it keeps all, got half-maximum",
        message:
          'little interpreter does not support node "decoder/self" (attention) of the decoder: it keeps all, got half-maximum',
      },
    ]);
  });

  test.each(["embedding", "dense", "layer-norm", "threshold"])("asks about %s", (op) => {
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
