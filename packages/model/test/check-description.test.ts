import { describe, expect, test } from "vitest";
import {
  checkDescription,
  formatDescription,
  type ModelDescription,
  parseDescription,
} from "../src/index.ts";
import { smallDescription } from "./small-model.ts";

/** The small description as loose data with one value set, or with `undefined` removed. */
function changed(path: string, value: unknown): ModelDescription {
  const copy: unknown = structuredClone(smallDescription);
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  // biome-ignore lint/suspicious/noExplicitAny: the path leads anywhere.
  const parent = keys.reduce<any>((object, key) => object[key], copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy as ModelDescription;
}

describe("checkDescription", () => {
  test("accepts every op and every precision", () => {
    expect(() => checkDescription(smallDescription)).not.toThrow();
  });

  test("accepts optional fields, given or not, and undefined as absent", () => {
    const sha256 = "0123456789abcdef".repeat(4);
    expect(() => checkDescription(changed("tokens.tokenizerSha256", sha256))).not.toThrow();
    expect(() => checkDescription(changed("tokens.unknown", undefined))).not.toThrow();
    const tokens = { ...smallDescription.tokens, unknown: undefined };
    expect(() => checkDescription(changed("tokens", tokens))).not.toThrow();
  });

  test.each<[string, unknown, ErrorConstructor | RangeErrorConstructor, string]>([
    ["name", undefined, TypeError, "description.name must be a string, got undefined"],
    ["name", "", RangeError, "description.name must be 1 to 200 printable characters"],
    ["name", "a\u001b[2J", RangeError, "printable characters"],
    ["name", "a\u202eb", RangeError, "printable characters"],
    ["name", "a\u2028b", RangeError, "printable characters"],
    ["name", "x".repeat(201), RangeError, "printable characters"],
    [
      "task",
      "poetry",
      RangeError,
      'description.task must be one of sequence-to-sequence, got "poetry"',
    ],
    ["graphs", [], TypeError, "description.graphs must be an object, got a list"],
    ["graphs.decoder", undefined, TypeError, "description.graphs.decoder must be an object"],
    ["graphs.third", {}, RangeError, 'description.graphs must not have a field "third"'],
    ["comment", "x", RangeError, 'description must not have a field "comment"'],
    ["maximumLength", 0, RangeError, "maximumLength must be an integer in 1 … 65536, got 0"],
    ["maximumLength", 65537, RangeError, "must be an integer in 1 … 65536"],
    ["maximumLength", Number.NaN, RangeError, "got NaN"],
    ["maximumLength", "7", TypeError, 'maximumLength must be a number, got "7"'],
    ["maximumLength", 6.5, RangeError, "got 6.5"],
    ["lengthPenalty", -0.5, RangeError, "lengthPenalty must be finite and ≥ 0, got -0.5"],
    ["lengthPenalty", Number.POSITIVE_INFINITY, RangeError, "must be finite and ≥ 0"],
    ["lengthPenalty", "1", TypeError, 'lengthPenalty must be a number, got "1"'],
    [
      "maximumLength",
      8,
      RangeError,
      'encoder: node "position" (sinusoidal-position): maximumLength (7) must be at least the model\'s (8)',
    ],
    [
      "tokens.vocabularySize",
      13,
      RangeError,
      'node "embedding" (embedding): vocabularySize (11) must equal tokens.vocabularySize (13)',
    ],
    ["tokens.end", 11, RangeError, "tokens.end must be an integer in 0 … 10, got 11"],
    ["tokens.padding", -1, RangeError, "tokens.padding must be an integer in 0 … 10"],
    ["tokens.unknown", null, TypeError, "tokens.unknown must be a number, got null"],
    ["tokens.tokenizerSha256", "AB".repeat(32), RangeError, "must be 64 hexadecimal digits"],
    ["graphs.encoder.nodes", [], RangeError, "encoder.nodes must have 1 to 10000 entries, got 0"],
    [
      "graphs.encoder.nodes.0.op",
      "conv",
      RangeError,
      "nodes[0].op must be one of embedding, sinusoidal-position",
    ],
    ["graphs.encoder.nodes.0.op", "toString", RangeError, "nodes[0].op must be one of"],
    ["graphs.encoder.nodes.0.bits", 4, RangeError, "nodes[0].bits must be one of 8, 32, got 4"],
    [
      "graphs.encoder.nodes.0.multiplier",
      Infinity,
      RangeError,
      "multiplier must be finite and > 0, got Infinity",
    ],
    ["graphs.encoder.nodes.0.multiplier", 0, RangeError, "multiplier must be finite and > 0"],
    [
      "graphs.encoder.nodes.0.table",
      "golden/0",
      RangeError,
      "nodes[0].table must be parts of letters",
    ],
    ["graphs.encoder.nodes.0.name", "a b", RangeError, "nodes[0].name must be parts of letters"],
    ["graphs.encoder.nodes.0.name", "../etc", RangeError, "must be parts of letters"],
    ["graphs.encoder.nodes.0.name", "/a", RangeError, "must be parts of letters"],
    ["graphs.encoder.nodes.0.name", "__proto__", RangeError, "must be parts of letters"],
    ["graphs.encoder.nodes.0.name", `${"a".repeat(201)}`, RangeError, "must be parts of letters"],
    ["graphs.encoder.nodes.0.inputs", [], RangeError, "nodes[0].inputs must have 1 entries, got 0"],
    ["graphs.encoder.nodes.0.inputs", "source", TypeError, "nodes[0].inputs must be a list"],
    ["graphs.encoder.nodes.0.extra", 1, RangeError, 'nodes[0] must not have a field "extra"'],
    ["graphs.encoder.nodes.2.bias", 1, TypeError, "nodes[2].bias must be true or false, got 1"],
    ["graphs.encoder.nodes.2.weightBits", 2, RangeError, "weightBits must be one of 1, 32, got 2"],
    [
      "graphs.encoder.output",
      "nowhere",
      RangeError,
      'encoder: output must name a node, got "nowhere"',
    ],
    ["graphs.encoder.output", "source", RangeError, "encoder: output must name a node"],
    [
      "graphs.decoder.inputs",
      [{ name: "target", kind: "tokens" }],
      RangeError,
      "decoder: inputs must be features and tokens",
    ],
    [
      "graphs.decoder.inputs.1.features",
      4,
      RangeError,
      'decoder input "encoded" (4 features) must equal what the encoder returns (6)',
    ],
    ["graphs.decoder.inputs.0.kind", "image", RangeError, "kind must be one of tokens, features"],
    [
      "graphs.decoder.inputs.0.features",
      6,
      RangeError,
      'inputs[0] must not have a field "features"',
    ],
    ["graphs.decoder.output", "decoder/self", RangeError, "the decoder must return logits"],
  ])("refuses %s = %j", (path, value, kind, message) => {
    expect(() => checkDescription(changed(path, value))).toThrow(kind);
    expect(() => checkDescription(changed(path, value))).toThrow(message);
  });

  test("refuses two precisions of one table", () => {
    expect(() => checkDescription(changed("graphs.decoder.nodes.0.bits", 32))).not.toThrow();
    expect(() =>
      checkDescription(changed("graphs.decoder.nodes.5.table", "words.codes")),
    ).not.toThrow();
    const clash = changed("graphs.decoder.nodes.5.table", "words.codes");
    const mixed = { ...clash.graphs.decoder.nodes[5], bits: 32 };
    expect(() =>
      checkDescription({
        ...clash,
        graphs: {
          ...clash.graphs,
          // The table "words.codes" in float32 is the tensor that table "words" has in int8.
          decoder: {
            ...clash.graphs.decoder,
            nodes: [...clash.graphs.decoder.nodes.slice(0, 5), mixed as never],
          },
        },
      }),
    ).toThrow('tensor "words.codes" must belong to one of table "words" (11×6, 8 bits) and table');
  });

  test("refuses an encoder that returns logits", () => {
    const logits = { ...smallDescription.graphs.decoder.nodes[5], inputs: ["encoder/norm"] };
    const nodes = [...smallDescription.graphs.encoder.nodes, logits];
    const encoder = { ...smallDescription.graphs.encoder, nodes, output: "logits" };
    expect(() => checkDescription(changed("graphs.encoder", encoder))).toThrow(
      "the encoder must return features, got logits",
    );
  });

  test("refuses what is no plain data", () => {
    for (const value of [undefined, null, 1, "x", [], () => 0, 1n]) {
      expect(() => checkDescription(value as unknown as ModelDescription)).toThrow(TypeError);
    }
    const endless: Record<string, unknown> = {};
    endless.self = endless;
    expect(() => checkDescription(endless as unknown as ModelDescription)).toThrow(
      "must not be nested so deep",
    );
  });

  test("refuses a position table that a few digits make huge", () => {
    const nodes = structuredClone(smallDescription.graphs.encoder.nodes);
    expect(() =>
      checkDescription(
        changed("graphs.encoder.nodes", [
          nodes[0],
          { ...nodes[1], maximumLength: 2 ** 31 - 1 },
          ...nodes.slice(2),
        ]),
      ),
    ).toThrow("maximumLength (2147483647) times features (6) must be at most 67108864");
  });
});

describe("formatDescription and parseDescription", () => {
  test("round trip", () => {
    expect(parseDescription(formatDescription(smallDescription))).toEqual(smallDescription);
  });

  test("equal descriptions give equal text whatever the order of their fields", () => {
    const { name, task, graphs, tokens, maximumLength } = smallDescription;
    const { padding, begin, end, unknown, vocabularySize } = tokens;
    const reordered = {
      maximumLength,
      tokens: { unknown, end, begin, padding, vocabularySize },
      graphs: { decoder: graphs.decoder, encoder: graphs.encoder },
      task,
      name,
    } as ModelDescription;
    expect(formatDescription(reordered)).toBe(formatDescription(smallDescription));
  });

  test.each([
    ["", "parseDescription: JSON must have a value"],
    ["[]", "description must be an object, got a list"],
    ["{}", "description.graphs must be an object, got undefined"],
    ['{"a":{"b":{"c":[{"d":[[]]}]}}}', "must be nested at most 6 deep"],
  ])("refuses %j", (json, message) => {
    expect(() => parseDescription(json)).toThrow(message);
  });
});
