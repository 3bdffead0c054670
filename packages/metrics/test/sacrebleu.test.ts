import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bleu, chrf, type References } from "../src/index.ts";

interface Result {
  readonly score: number;
  readonly signature: string;
}

const metrics = {
  bleu: (h: string[], r: References): Result => bleu(h, r),
  bleuLowercase: (h: string[], r: References): Result => bleu(h, r, { lowercase: true }),
  bleuEffectiveOrder: (h: string[], r: References): Result => bleu(h, r, { effectiveOrder: true }),
  bleuWithoutTokenizer: (h: string[], r: References): Result => bleu(h, r, { tokenizer: "none" }),
  chrf: (h: string[], r: References): Result => chrf(h, r),
  chrfPlusPlus: (h: string[], r: References): Result => chrf(h, r, { wordOrder: 2 }),
  chrfWhitespace: (h: string[], r: References): Result => chrf(h, r, { whitespace: true }),
};

interface Golden {
  readonly vectors: readonly {
    readonly name: string;
    readonly hypotheses: string[];
    readonly references: References;
    readonly results: Readonly<Record<keyof typeof metrics, Result>>;
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL("./golden/sacrebleu.json", import.meta.url), "utf8"),
);
const names: readonly (keyof typeof metrics)[] = [
  "bleu",
  "bleuLowercase",
  "bleuEffectiveOrder",
  "bleuWithoutTokenizer",
  "chrf",
  "chrfPlusPlus",
  "chrfWhitespace",
];

describe("scores within 1e-7 of sacreBLEU's, signatures equal but for the version", () => {
  describe.each(golden.vectors)("$name", ({ hypotheses, references, results }) => {
    test.each(names)("%s", (name) => {
      const { score, signature } = metrics[name](hypotheses, references);
      expect(Math.abs(score - results[name].score)).toBeLessThan(1e-7);
      expect(signature).toBe(results[name].signature.replace(/version:.*$/, "version:2.x"));
    });
  });
});

test("the vectors cover one reference, several, and a number that varies", () => {
  const counts = golden.vectors.map(
    ({ results }) => /^nrefs:\w+/.exec(results.bleu.signature)?.[0],
  );
  expect(new Set(counts)).toEqual(new Set(["nrefs:1", "nrefs:2", "nrefs:var"]));
});
