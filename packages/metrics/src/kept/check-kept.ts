import { compareEndMarks } from "./end-marks.ts";
import { compareFormats } from "./format-strings.ts";
import { compareMessages } from "./icu-messages.ts";
import type { Item, ItemKind } from "./item-rule.ts";
import { blank, scanItems } from "./item-scan.ts";
import { compareMarkup } from "./markup.ts";
import { compareMnemonics } from "./mnemonics.ts";
import { compareItems, type KindReport } from "./multiset-difference.ts";
import { notationOf } from "./notation.ts";
import { compareNumbers, type NumberForm } from "./numbers.ts";
import { compareSpaces } from "./spaces.ts";

/** What a translation keeps. */
export type KeptKind = ItemKind | "mnemonic" | "space" | "mark-at-end";

/** Choices of `checkKept`. */
export interface CheckKeptOptions {
  /** Whether numbers keep their English separators; default `"either"`. */
  readonly numbers?: NumberForm;
}

/** What a translation kept, by kind. */
export interface KeptReport {
  /** Whether nothing is missing, extra or at fault. */
  readonly isKept: boolean;
  readonly kinds: Readonly<Record<KeptKind, KindReport>>;
}

const numberForms: readonly string[] = ["same", "localised", "either"] satisfies NumberForm[];

/** Checks that a German translation keeps of its English source what is not language: format
 *  arguments, messages, markup, addresses, paths, options, variables, code, marks, emoji, numbers, the
 *  mnemonic of a label, white space at either end, line breaks and the mark at the end.
 *
 *  The source decides what is what where notations overlap, and each of its characters belongs to one
 *  item at most: the digits of a URL are no number. Takes time in proportion to the texts.
 *  @throws TypeError if one of the texts is no string, RangeError for a form of numbers that there is
 *  not. */
export function checkKept(
  source: string,
  target: string,
  { numbers = "either" }: CheckKeptOptions = {},
): KeptReport {
  checkString("source", source);
  checkString("target", target);
  if (!numberForms.includes(numbers)) {
    throw new RangeError(
      `checkKept: numbers must be one of ${numberForms.join(", ")}, got ${numbers}`,
    );
  }
  const notation = notationOf(source);
  const [inSource, inTarget] = [scanItems(source, notation), scanItems(target, notation)];
  const of = (kind: ItemKind): [Item[], Item[]] => [
    inSource.filter((item) => item.kind === kind),
    inTarget.filter((item) => item.kind === kind),
  ];
  const verbatim = (kind: ItemKind): KindReport => {
    const [a, b] = of(kind).map((items) => items.map(({ text, frame }) => ({ text, key: frame })));
    return compareItems(a, b);
  };
  const kinds: Record<KeptKind, KindReport> = {
    format: compareFormats(...of("format"), notation),
    icu: compareMessages(...of("icu")),
    markup: compareMarkup(...of("markup")),
    address: verbatim("address"),
    path: verbatim("path"),
    option: verbatim("option"),
    variable: verbatim("variable"),
    code: verbatim("code"),
    mark: verbatim("mark"),
    emoji: verbatim("emoji"),
    number: compareNumbers(...of("number"), numbers),
    mnemonic: compareMnemonics(blank(source, 0, inSource), blank(target, 0, inTarget)),
    space: compareSpaces(source, target),
    "mark-at-end": compareEndMarks(
      withoutTagsAtEnd(source, inSource),
      withoutTagsAtEnd(target, inTarget),
    ),
  };
  const isKept = Object.values(kinds).every(
    ({ missing, extra, faults }) => missing.length + extra.length + faults.length === 0,
  );
  return { isKept, kinds };
}

function checkString(name: string, value: unknown): void {
  if (typeof value !== "string") {
    throw new TypeError(`checkKept: ${name} must be a string, got ${typeof value}`);
  }
}

/** Without closing tags and a mnemonic in brackets, which follow the last mark of the text. */
function withoutTagsAtEnd(text: string, items: readonly Item[]): string {
  let end = text.trimEnd().length;
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i];
    if (!item.text.startsWith("<") || item.start + item.text.length !== end) break;
    end = text.slice(0, item.start).trimEnd().length;
  }
  return text.slice(0, end).replace(/\s?\([_&][\p{L}\p{N}]\)(?=[:.…]*$)/u, "");
}
