import { describe, expect, test } from "vitest";
import { parseV1 } from "../src/v1/parse.ts";

const words = { vocabularySize: 11, features: 6, table: "words" };
const node = (op: string, name: string, inputs: readonly string[], rest: object) => ({
  op,
  name,
  inputs,
  ...rest,
});

/** A description of version 1 with every op, its decoder in floats. */
function description({ encoder = {}, decoder = {} }: { encoder?: object; decoder?: object } = {}) {
  return JSON.stringify({
    name: "old",
    task: "sequence-to-sequence",
    graphs: {
      encoder: {
        inputs: [{ name: "source", kind: "tokens" }],
        nodes: [
          node("embedding", "e", ["source"], { ...words, multiplier: 2, bits: 8 }),
          node("sinusoidal-position", "p", ["e"], { features: 6, maximumLength: 7 }),
          node("dense", "d", ["p"], {
            inFeatures: 6,
            outFeatures: 6,
            weightBits: 1,
            activationBits: 1,
            bias: true,
            ...encoder,
          }),
          node("relu", "r", ["d"], { features: 6 }),
          node("add", "s", ["r", "p"], { features: 6 }),
          node("layer-norm", "n", ["s"], { features: 6, groups: 2, epsilon: 1e-6 }),
        ],
        output: "n",
      },
      decoder: {
        inputs: [
          { name: "target", kind: "tokens" },
          { name: "encoded", kind: "features", features: 6 },
        ],
        nodes: [
          node("embedding", "t", ["target"], { ...words, multiplier: 2, table: "out", bits: 32 }),
          node("attention", "a", ["t", "encoded", "encoded"], {
            heads: 3,
            headFeatures: 2,
            causal: false,
            bits: 1,
          }),
          node("logits", "l", ["a"], { ...words, table: "out", bits: 32, ...decoder }),
        ],
        output: "l",
      },
    },
    tokens: { vocabularySize: 11, padding: 0, begin: 1, end: 2 },
    maximumLength: 7,
    lengthPenalty: 0.5,
  });
}

describe("parseV1", () => {
  test("what a product quantized inside is a node of its own, once for all that read it", () => {
    const { typed, renamed } = parseV1(description());
    const [encoder, decoder] = typed.graphs;
    expect(encoder.nodes.map(({ node }) => node.name)).toEqual([
      "e",
      "p",
      "p.signs",
      "d",
      "r",
      "s",
      "n",
    ]);
    expect(decoder.nodes.map(({ node }) => node.name)).toEqual([
      "t",
      "t.head-signs",
      "encoded.head-signs",
      "a",
      "l",
    ]);
    expect(typed.description).toMatchObject({ maximumLength: 7, lengthPenalty: 0.5 });
    expect([...typed.tensors.keys()].sort()).toEqual([
      ...["d.bias", "d.bits", "d.scales", "n.beta", "n.gamma"],
      ...["out.weights", "words.codes", "words.scales"],
    ]);
    expect(["out", "words.codes", "d.bits"].map(renamed)).toEqual([
      "out.weights",
      "words.codes",
      "d.bits",
    ]);
  });

  test.each<[string, string, string]>([
    [
      "a size that its input does not have",
      description({ encoder: { inFeatures: 5 } }),
      'encoder: node "d" (dense): input "p" must be 5 features, got 6',
    ],
    [
      "another vocabulary",
      description({ decoder: { vocabularySize: 11, features: 5 } }),
      'decoder: node "l" (logits): input "a" must be 5 features, got 6',
    ],
    [
      "another number of words",
      description().replace('"vocabularySize":11', '"vocabularySize":12'),
      'node "e" (embedding): vocabularySize (12) must equal tokens.vocabularySize (11)',
    ],
    [
      "an op of version 2",
      description().replace('"op":"relu"', '"op":"activation"'),
      "nodes[3].op must be one of embedding, sinusoidal-position",
    ],
    [
      "a field of version 2",
      description({ encoder: { weights: {} } }),
      'nodes[2] must not have a field "weights"',
    ],
    [
      "three bits",
      description({ encoder: { weightBits: 3 } }),
      "weightBits must be one of 1, 32, got 3",
    ],
  ])("refuses %s", (_, json, message) => {
    expect(() => parseV1(json)).toThrow(message);
  });
});
