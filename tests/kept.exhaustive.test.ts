import { readFileSync } from "node:fs";
import { isLooping } from "@bnnkit/metrics";
import * as enDe from "@bnnkit/model-en-de";
import * as enDeW1a1 from "@bnnkit/model-en-de-w1a1";
import { loadTranslator } from "@bnnkit/runtime";
import { interfaceTexts } from "@bnnkit/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lostItems } from "./lost-items.ts";

const texts = fc.sample(interfaceTexts(), { numRuns: 20_000, seed: 7 });

describe.each([
  ["en-de", 0.002, enDe],
  ["en-de-w1a1", 0.01, enDeW1a1],
])("20,000 invented interface texts through %s", (_, mostLoops, { modelUrl, tokenizerUrl }) => {
  test(`lose nothing that is to be kept, and loop in at most ${100 * mostLoops} %, never without a word`, {
    timeout: 3_600_000,
  }, async () => {
    const translator = await loadTranslator(
      readFileSync(modelUrl),
      readFileSync(tokenizerUrl, "utf8"),
    );
    const wrong: string[] = [];
    let loops = 0;
    for (let from = 0; from < texts.length; from += 1000) {
      const some = texts.slice(from, from + 1000);
      const translations = await translator.translate(some, { unreliable: "keep" });
      for (const [i, { text, pieces, isReliable }] of translations.entries()) {
        wrong.push(...lostItems(some[i] ?? "", text));
        const looping = pieces.find((piece) => isLooping(piece.source, piece.text));
        if (looping === undefined) continue;
        loops++;
        if (isReliable) wrong.push(`a loop, unsaid: ${JSON.stringify(looping)}`);
      }
    }
    translator.dispose();
    expect(wrong).toEqual([]);
    expect(loops / texts.length).toBeLessThanOrEqual(mostLoops);
  });
});
