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
      'description.task must be one of classification, regression, language-model, sequence-to-sequence, got "poetry"',
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
      'encoder: node "position" (position): maximumLength (7) must be at least the model\'s (8)',
    ],
    [
      "tokens.vocabularySize",
      13,
      RangeError,
      'encoder: input "source": count must equal tokens.vocabularySize (13), got 11',
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
      "nodes[0].op must be one of embedding, position",
    ],
    ["graphs.encoder.nodes.0.op", "toString", RangeError, "nodes[0].op must be one of"],
    [
      "graphs.encoder.nodes.0.table.code",
      [],
      RangeError,
      "nodes[0].table.code must have 1 to 255 entries, got 0",
    ],
    [
      "graphs.encoder.nodes.0.table.code.0.digit",
      "int4",
      RangeError,
      "code[0].digit must be one of bipolar, unipolar, ternary",
    ],
    [
      "graphs.encoder.nodes.0.table.code.0.scale",
      "column",
      TypeError,
      'code[0].scale must be a number, got "column"',
    ],
    [
      "graphs.encoder.nodes.0.table.code.0.exponents",
      [0, 1],
      RangeError,
      'code[0] must not have a field "exponents"',
    ],
    [
      "graphs.encoder.nodes.2.thresholds",
      [1, 0],
      RangeError,
      "nodes[2].thresholds[1] must be finite and rise, got 0",
    ],
    [
      "graphs.encoder.nodes.2.thresholds",
      [],
      RangeError,
      "nodes[2].thresholds must have 1 to 255 entries, got 0",
    ],
    [
      "graphs.encoder.nodes.2.thresholds",
      { perFeature: 256 },
      RangeError,
      "nodes[2].thresholds.perFeature must be an integer in 1 … 255, got 256",
    ],
    [
      "graphs.encoder.nodes.2.rowScale",
      "maximum",
      RangeError,
      "nodes[2].rowScale must be one of half-maximum, int8-step",
    ],
    ["graphs.decoder.nodes.7.range", [127, -127], RangeError, "nodes[7].range must rise, got"],
    [
      "graphs.decoder.nodes.6.causal",
      false,
      RangeError,
      'the decoder: node "decoder/self" (attention) must be causal',
    ],
    [
      "graphs.encoder.nodes.0.multiplier",
      Infinity,
      RangeError,
      "multiplier must be finite and > 0, got Infinity",
    ],
    ["graphs.encoder.nodes.0.multiplier", 0, RangeError, "multiplier must be finite and > 0"],
    [
      "graphs.encoder.nodes.0.table.tensor",
      "golden/0",
      RangeError,
      "nodes[0].table.tensor must be parts of letters",
    ],
    ["graphs.encoder.nodes.0.name", "a b", RangeError, "nodes[0].name must be parts of letters"],
    ["graphs.encoder.nodes.0.name", "../etc", RangeError, "must be parts of letters"],
    ["graphs.encoder.nodes.0.name", "/a", RangeError, "must be parts of letters"],
    ["graphs.encoder.nodes.0.name", "__proto__", RangeError, "must be parts of letters"],
    ["graphs.encoder.nodes.0.name", `${"a".repeat(201)}`, RangeError, "must be parts of letters"],
    ["graphs.encoder.nodes.0.inputs", [], RangeError, "nodes[0].inputs must have 1 entries, got 0"],
    ["graphs.encoder.nodes.0.inputs", "source", TypeError, "nodes[0].inputs must be a list"],
    ["graphs.encoder.nodes.0.extra", 1, RangeError, 'nodes[0] must not have a field "extra"'],
    ["graphs.encoder.nodes.3.bias", 1, TypeError, "nodes[3].bias must be true or false, got 1"],
    [
      "graphs.encoder.output",
      "nowhere",
      RangeError,
      'encoder: output must name a node, got "nowhere"',
    ],
    ["graphs.encoder.output", "source", RangeError, "encoder: output must name a node"],
    [
      "graphs.decoder.inputs",
      [{ name: "target", kind: "ids", count: 11 }],
      RangeError,
      "decoder: inputs must be ids and rows",
    ],
    [
      "graphs.encoder.output",
      "encoder/in",
      RangeError,
      'decoder input "encoded" (6 float32) must equal what the encoder returns (5 float32)',
    ],
    ["graphs.decoder.inputs.0.kind", "image", RangeError, "kind must be one of ids, rows, map"],
    [
      "graphs.decoder.inputs.0.features",
      6,
      RangeError,
      'inputs[0] must not have a field "features"',
    ],
    [
      "graphs.decoder.output",
      "decoder/self",
      RangeError,
      "must return a score for each word (11), got 6",
    ],
  ])("refuses %s = %j", (path, value, kind, message) => {
    expect(() => checkDescription(changed(path, value))).toThrow(kind);
    expect(() => checkDescription(changed(path, value))).toThrow(message);
  });

  test("refuses two codes of one matrix", () => {
    const table = { tensor: "words", code: [{ digit: "int8" }] };
    expect(() => checkDescription(changed("graphs.decoder.nodes.0.table", table))).toThrow(
      'tensor "words.codes" must belong to one of weights "words" (11×6, row·int8) and weights "words" (11×6, int8)',
    );
  });

  test("refuses an encoder that returns codes", () => {
    expect(() => checkDescription(changed("graphs.encoder.output", "position.signs"))).toThrow(
      "must equal what the encoder returns (6 bipolar)",
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
    ["{}", "description.name must be a string, got undefined"],
    ['{"a":{"b":{"c":[{"d":[[[[[]]]]]}]}}}', "must be nested at most 9 deep"],
  ])("refuses %j", (json, message) => {
    expect(() => parseDescription(json)).toThrow(message);
  });
});
