import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { type PlacedElement, placeElements } from "../../../src/text/elements/place-elements.ts";
import type { Element } from "../../../src/text/elements/take-elements.ts";
import { wordLinks } from "../../../src/text/elements/word-links.ts";
import type { Word } from "../../../src/text/elements/words.ts";

/** A word is a token. */
function wordsIn(text: string): Word[] {
  let start = 0;
  return text.split(" ").map((word, i) => {
    const own = { text: word, first: i, next: i + 1, start };
    start += word.length;
    return own;
  });
}

/** An element around source words. */
function around(source: readonly Word[], first: number, next: number, children: Element[] = []) {
  const last = source[next - 1]!;
  return {
    open: "(",
    close: ")",
    start: source[first]!.start,
    end: last.start + last.text.length,
    children,
  };
}

/** Each target word is linked with the source word of an index alone. */
const linksTo = (source: readonly Word[], indices: readonly number[]) =>
  indices.map((index) => source.map((_, s) => (s === index ? 1 : 0)));

const runs = (placed: readonly PlacedElement[] | undefined): unknown =>
  placed?.map(({ first, next, children }) =>
    children.length > 0 ? [first, next, runs(children)] : [first, next],
  );

describe("placeElements", () => {
  test("around the words that its content became, wherever they went", () => {
    const source = wordsIn("we will remove old files now");
    const target = wordsIn("jetzt werden wir alte Dateien löschen");
    const links = linksTo(source, [5, 1, 0, 3, 4, 2]);
    const place = (...elements: Element[]) =>
      runs(placeElements({ source, target, links }, elements));
    expect(place(around(source, 3, 5))).toEqual([[3, 5]]);
    expect(place(around(source, 2, 3), around(source, 5, 6))).toEqual([
      [5, 6],
      [0, 1],
    ]);
    expect(place(around(source, 2, 5, [around(source, 3, 4)]))).toEqual([[3, 6, [[3, 4]]]]);
  });

  test("a word in between that came from elsewhere is taken along where it costs less than it brings", () => {
    const source = wordsIn("a b c d");
    const target = wordsIn("A x B C D");
    const shares = (inside: number) => [inside, 0, 0, 1 - inside];
    const links = [shares(1), shares(0.1), [0, 1, 0, 0], [0, 0, 1, 0], shares(0)];
    // Scores 0.4, −0.5, 0.4, −0.6, −0.6 of "a b": no run is better than the first word alone.
    const first = placeElements({ source, target, links }, [around(source, 0, 2)]);
    expect(runs(first)).toEqual([[0, 1]]);
    // With 0.4 for the word between: 0.4, −0.2, 0.4, and all three are better.
    const more = [shares(1), shares(0.4), ...links.slice(2)];
    expect(runs(placeElements({ source, target, links: more }, [around(source, 0, 2)]))).toEqual([
      [0, 3],
    ]);
  });

  test("what stands in both texts as it is decides, whatever the links say", () => {
    const source = wordsIn("in Boston and Rome");
    const target = wordsIn("Rome und Boston");
    const links = linksTo(source, [1, 2, 3]);
    const placed = placeElements({ source, target, links }, [around(source, 1, 2)]);
    expect(runs(placed)).toEqual([[2, 3]]);
  });

  test("slots stay in their element and out of others, or nothing is placed", () => {
    const [a, b] = ["\uE000", "\uE001"];
    const source = wordsIn(`${a} new ${b} old`);
    const elements = [around(source, 0, 2)];
    const links = linksTo(source, [3, 0, 1, 2]);
    expect(
      runs(placeElements({ source, target: wordsIn(`x ${a} y ${b}`), links }, elements)),
    ).toEqual([[1, 3]]);
    const both = [around(source, 0, 3)];
    expect(runs(placeElements({ source, target: wordsIn(`x ${a} y ${b}`), links }, both))).toEqual([
      [1, 4],
    ]);
    const split = wordsIn(`${a} ${b}`);
    const three = wordsIn(`${a} x \uE002 ${b}`);
    const outer = around(three, 0, 4, []);
    expect(runs(placeElements({ source: three, target: three, links: [] }, [outer]))).toEqual([
      [0, 4],
    ]);
    const parts = [around(three, 0, 1), around(three, 3, 4)];
    const apart = wordsIn("x y");
    expect(
      placeElements({ source: three, target: apart, links: linksTo(three, [0, 0]) }, parts),
    ).toBe(undefined);
    expect(
      placeElements({ source, target: split, links: linksTo(source, [0, 2]) }, [
        around(source, 0, 2),
        around(source, 2, 3),
        around(source, 3, 4),
      ]),
    ).toBe(undefined);
  });

  test("a sign alone is an element only where there was no more", () => {
    const source = wordsIn("then save is now !");
    const target = wordsIn("dann gespeichert jetzt .");
    // The mark is all that the element seems to have become; the word that is the nearest to it goes along.
    const links = [source.map(() => 1), [1, 1, 1, 0, 0], [1, 0, 0, 1, 0], [0, 0, 1, 0, 0]];
    const place = (first: number, next: number) =>
      runs(placeElements({ source, target, links }, [around(source, first, next)]));
    expect(place(2, 3)).toEqual([[2, 4]]);
    const signs = wordsIn("jetzt gespeichert ?");
    const last = linksTo(source, [3, 1, 4]);
    expect(
      runs(placeElements({ source, target: signs, links: last }, [around(source, 4, 5)])),
    ).toEqual([[2, 3]]);
  });

  test.prop([
    fc.integer({ min: 1, max: 9 }),
    fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }), {
      minLength: 1,
      maxLength: 9,
    }),
  ])("elements stay nested and apart for any links", (cut, links) => {
    const source = wordsIn("a b c d e f");
    const target = links.map((_, i) => ({ text: `w${i}`, first: i, next: i + 1, start: 2 * i }));
    const next = 1 + (cut % 3);
    const elements = [around(source, 0, next, [around(source, 0, 1)]), around(source, 4, 6)];
    const placed = placeElements({ source, target, links }, elements);
    // One may take all words that there are.
    fc.pre(placed !== undefined);
    const [one, two] = placed!;
    expect(one!.first < one!.next && two!.first < two!.next).toBe(true);
    expect(one!.next <= two!.first || two!.next <= one!.first).toBe(true);
    const [inner] = one!.children;
    expect(inner!.first >= one!.first && inner!.next <= one!.next).toBe(true);
  });
});

test("wordLinks: p(s | t) · p(t | s)", () => {
  const source = wordsIn("a b");
  const target = wordsIn("x y");
  // Columns sum to 1 and 1: x looks at a with 0.75, y with 0.25.
  const looked = Float32Array.of(0.75, 0.25, 0.25, 0.75);
  expect(wordLinks(source, target, looked, 2)).toEqual([
    [0.5625, 0.0625],
    [0.0625, 0.5625],
  ]);
  // A word of two tokens has the mean of their looks; what nobody looks at has no links.
  const one = [{ text: "xy", first: 0, next: 2, start: 0 }];
  expect(wordLinks(source, one, Float32Array.of(1, 0, 0.5, 0), 2)).toEqual([[0.75, 0]]);
});
