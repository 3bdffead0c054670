import { expect, test } from "vitest";
import { readTokenizer } from "../src/text/index.ts";
import {
  type PreparedPiece,
  type PrepareOptions,
  prepareTexts,
} from "../src/translate/prepare-text.ts";
import { special, tinyTokenizer } from "./tiny-tokenizer.ts";

const tokenizer = readTokenizer(tinyTokenizer());

const maximumTokens = 12;

const options = { tokenizer, end: special.end, locale: "en", targetLocale: "de", maximumTokens };

interface PreparedText {
  readonly leading: string;
  readonly pieces: readonly PreparedPiece[];
}

/** The parts of each text, collected. The separator of a part may be longer than that of its piece, which ends at a line. */
function collect(texts: readonly string[], own: PrepareOptions): readonly PreparedText[] {
  const parts = [...prepareTexts(texts, own)].filter((part) => part !== undefined);
  return texts.map((_, index) => {
    const [first, ...rest] = parts.filter(({ text }) => text === index);
    expect(first?.piece).toBe(undefined);
    return {
      leading: first?.separator ?? "none",
      pieces: rest.flatMap(({ piece, separator }) => (piece ? [{ ...piece, separator }] : [])),
    };
  });
}

const prepare = (...texts: string[]): readonly PreparedText[] => collect(texts, options);
const prepareWhole = (text: string): readonly PreparedText[] =>
  collect([text], { ...options, maximumTokens: 64 });
const layout = ({ leading, pieces }: PreparedText) =>
  leading + pieces.map(({ text, separator }) => text + separator).join("");
const lengths = ({ pieces }: PreparedText): number[] =>
  pieces.flatMap(({ units }) => units.map(({ ids }) => ids.length));

test("pieces fit, copies have no tokens, the layout stays", () => {
  const texts = [" One. Two, three, four!\n\n🙂", "", "—"];
  const prepared = prepare(...texts);
  expect(prepared.map(layout)).toEqual(texts);
  expect(prepared[0]!.pieces.map(({ text, units }) => [text, units.length])).toEqual([
    ["One.", 1],
    ["Two, three,", 1],
    ["four!", 1],
    ["🙂", 0],
  ]);
  for (const { units, text, finish: finishPiece } of prepared[0]!.pieces) {
    for (const unit of units) {
      expect(unit.ids).toEqual(tokenizer.encode(unit.text));
      expect(unit.ids.length).toBeLessThanOrEqual(maximumTokens);
    }
    expect(finishPiece(units.map((unit) => unit.text).join(""))).toBe(text);
  }
});

test("without tokens for spans, what stands between them is translated", () => {
  const [prepared] = prepareWhole("No %s of %d!");
  const [piece] = prepared!.pieces;
  expect(piece!.units.map(({ text, ids }) => [text, ids.length > 0])).toEqual([
    ["No", true],
    [" ", false],
    ["\uE000", false],
    [" ", false],
    ["of", true],
    [" ", false],
    ["\uE001", false],
    ["!", false],
  ]);
  expect(piece!.finish("Kein \uE000 von \uE001!")).toBe("Kein %s von %d!");
});

test("a translation that spells spans of its own has not the piece's", () => {
  const [prepared] = prepareWhole("No %s of it");
  const [piece] = prepared!.pieces;
  expect(piece!.hasSpans("Kein \uE000 davon, 5 %")).toBe(true);
  for (const wrong of ["Kein davon", "\uE000 \uE000", "\uE000 %s", "\uE000 <b>", "\uE000 &amp;"]) {
    expect(piece!.hasSpans(wrong)).toBe(false);
  }
});

test("shapes are taken off and put back", () => {
  const [prepared] = prepareWhole("🙂 OPEN _FILE…");
  const [piece] = prepared!.pieces;
  expect(piece!.units.map(({ text }) => text)).toEqual(["Open file"]);
  expect(piece!.finish("Datei öffnen")).toBe("🙂 DATEI Ö_FFNEN…");
});

test("terms and numbers get other contents", () => {
  const terms = new Map([
    ["Foo", "Foo"],
    ["bar", "Stange"],
  ]);
  const [prepared] = collect(["Foo has 1,000.5 bar."], {
    ...options,
    maximumTokens: 64,
    terms,
    localizesNumbers: true,
  });
  const [{ finish: finishPiece, text }] = [prepared!.pieces[0]!];
  expect(text).toBe("Foo has 1,000.5 bar.");
  expect(finishPiece("\uE000 hat \uE001 \uE002.")).toBe("Foo hat 1.000,5 Stange.");
});

test.each([
  ["1 MB without a space", "a".repeat(1_000_000)],
  ["one sentence of 100 kB", "word ".repeat(20_000)],
  ["100 kB of unspaced script", "a字。".repeat(16_666)],
  ["14,000 private-use characters", "\uE000\uF8FF ".repeat(7000)],
  ["1,000 placeholders", "Open %s ".repeat(1000)],
  ["30 kB of lone surrogates", "a\uD800 ".repeat(10_000)],
])("%s is taken apart", (_, text) => {
  const [prepared] = prepare(text);
  expect(layout(prepared!)).toBe(text);
  const longest = lengths(prepared!).reduce((most, length) => Math.max(most, length), 0);
  expect(longest).toBeLessThanOrEqual(maximumTokens);
});

test("what is known is told before the rest of a long text is looked at", () => {
  let steps = 0;
  for (const part of prepareTexts(["Open the file. ".repeat(100_000)], options)) {
    steps++;
    if (part?.piece !== undefined) break;
  }
  expect(steps).toBeLessThan(10);
});
