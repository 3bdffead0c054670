import { expect, test } from "vitest";
import { maskedShare, maskTokens } from "../../src/text/masked-tokens.ts";

const options = { mask: 3, vocabularySize: 1000, keys: [1, 2] };

test("ends stay, a text of one token has it taken, one of none has nothing taken", () => {
  const { texts, places, targets } = maskTokens(
    [
      [1, 700, 2],
      [1, 2],
      [1, 5, 6, 7, 8, 2],
    ],
    options,
  );
  expect(texts.map((text) => [text[0], text.at(-1)])).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  // Rows of a batch padded to 6.
  expect(places[0]).toBe(1);
  expect(targets[0]).toBe(700);
  expect(places.some((place) => place >= 6 && place < 12)).toBe(false);
  expect(places.some((place) => place >= 12)).toBe(true);
});

test("of 40,000 tokens 15 % are targets, of which 80 % are the mask, 10 % other tokens, 10 % as they were", () => {
  const text = [1, ...Array.from({ length: 400 }, (_, i) => 10 + i), 2];
  const all = maskTokens(Array(100).fill(text), options);
  const count = all.targets.length;
  expect(count / 40_000).toBeCloseTo(maskedShare, 2);
  const now = all.places.map((place) => all.texts[Math.floor(place / 402)][place % 402]);
  const share = (is: (token: number, i: number) => boolean): number =>
    now.filter(is).length / count;
  expect(share((token) => token === 3)).toBeCloseTo(0.8, 1);
  expect(share((token, i) => token === all.targets[i])).toBeCloseTo(0.1, 1);
  // All that is not a target is as it was.
  const places = new Set(all.places);
  const changed = all.texts.flatMap((row, t) =>
    row.flatMap((token, i) => (token === text[i] || places.has(402 * t + i) ? [] : [token])),
  );
  expect(changed).toEqual([]);
});

test("the same keys take the same tokens, others others", () => {
  const texts = [[1, ...Array.from({ length: 60 }, (_, i) => i + 10), 2]];
  expect(maskTokens(texts, options)).toEqual(maskTokens(texts, options));
  expect(maskTokens(texts, options)).not.toEqual(maskTokens(texts, { ...options, keys: [1, 3] }));
});
