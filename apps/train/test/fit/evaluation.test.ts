import { createHash } from "node:crypto";
import { readTokenizer, slotTokensOf } from "@bnnkit/runtime/text";
import { describe, expect, test } from "vitest";
import { encodePairs } from "../../src/data/token-pairs.ts";
import { type Ask, encodeForModel, evaluateHeldOut } from "../../src/fit/evaluation.ts";
import type { LoadedTokenizer } from "../../src/fit/load-data.ts";
import { trainBytePairs } from "../../src/tokenizer/byte-pair-encoding.ts";
import { formatTokenizerFile } from "../../src/tokenizer/tokenizer-file.ts";
import { countWords } from "../../src/tokenizer/word-counts.ts";
import { toyPairs } from "../toy-text.ts";

const json = formatTokenizerFile(trainBytePairs(countWords(toyPairs().flat()), { tokens: 60 }));
const loaded: LoadedTokenizer = {
  tokenizer: readTokenizer(json),
  special: { padding: 0, begin: 1, end: 2 },
  json,
  sha256: createHash("sha256").update(json).digest("hex"),
};
const pairs = toyPairs();
const heldOut = {
  name: "toy",
  sources: pairs.map(([source]) => source),
  references: pairs.map(([, target]) => [target]),
  pairs: encodePairs(
    pairs.map(([source, target]) => ({ source, target, spans: [] })),
    loaded.tokenizer,
    loaded.special,
    { maximumLength: 64 },
  ),
};
const options = { tokenizer: loaded, batchTokens: 128, maximumLength: 64, translateSentences: 41 };

/** A model that translates by looking up, with an end token and rubbish after it, and has loss 0.5 per token. */
const lookUp: Ask = async (requests) =>
  requests.map((request) => {
    if (request.kind === "loss") {
      const { target, targetLength, size } = request.batch;
      const tokens = target.filter((id, i) => id !== 0 && i % targetLength > 0).length;
      expect(size).toBeGreaterThan(0);
      return { kind: "loss", lossSum: 0.5 * tokens, tokens };
    }
    const targets = request.sources.map((ids) => {
      const source = loaded.tokenizer.decode(ids);
      const target = pairs.find(([text]) => text === source)?.[1] ?? "";
      return [...loaded.tokenizer.encode(target), 40, 41];
    });
    return { kind: "translate", targets };
  });

describe("evaluateHeldOut", () => {
  test("a perfect model has BLEU 100, the translations in the order of the file", async () => {
    const scores = await evaluateHeldOut(lookUp, heldOut, options);
    expect(scores).toEqual({ name: "toy", loss: 0.5, bleu: expect.closeTo(100, 9) });
  });

  test("translates nothing if told so", async () => {
    const scores = await evaluateHeldOut(lookUp, heldOut, { ...options, translateSentences: 0 });
    expect(scores.bleu).toBeUndefined();
  });
});

test("weights without a loss are not asked for translations", async () => {
  const ask: Ask = async (requests) =>
    requests.map((request) => {
      expect(request.kind).toBe("loss");
      return { kind: "loss", lossSum: Number.NaN, tokens: 3 };
    });
  expect(await evaluateHeldOut(ask, heldOut, options)).toEqual({ name: "toy", loss: Number.NaN });
});

describe("encodeForModel", () => {
  test("cuts what the model cannot take and keeps the end", () => {
    const { ids } = encodeForModel(loaded, "x".repeat(500), 7);
    expect(ids.length).toBe(7);
    expect(ids.at(-1)).toBe(2);
    expect(ids.slice(0, -1)).not.toContain(2);
  });

  test("what a source protects is a reserved token, and is itself again in the text", () => {
    const { ids, textOf } = encodeForModel(loaded, "Delete %s?", 64);
    const [value] = slotTokensOf(loaded.tokenizer)?.value ?? [];
    expect(ids).toContain(value);
    const target = loaded.tokenizer.encode("\uE000 löschen?", new Map([["\uE000", value]]));
    expect(textOf([...target, 2, 50])).toBe("%s löschen?");
  });
});
