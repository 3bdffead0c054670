import { findAddresses } from "./address.ts";
import { findCode } from "./code.ts";
import { findOptions, findVariables } from "./command-line.ts";
import { findEmoji } from "./emoji.ts";
import { findFormatDirectives } from "./format-directive.ts";
import { findIcuArguments, findNumberSigns } from "./icu-message.ts";
import { findIdentifiers } from "./identifier.ts";
import { findMarks } from "./mark.ts";
import { findEntities, findMarkup } from "./markup.ts";
import { findNumbers } from "./number.ts";
import { withoutOverlaps } from "./overlap.ts";
import { findPaths } from "./path.ts";
import { findPrivateUse } from "./private-use.ts";
import type { ProtectedSpan } from "./span.ts";
import { findTerms } from "./term.ts";

export interface ProtectOptions {
  /** Names that are not to be translated: whole words in this case, the longest of several first. */
  readonly terms?: readonly string[];
  /** Whether the text is a message inside an ICU plural, so that `#` is a number; default false. */
  readonly isPlural?: boolean;
}

/** Finds the parts of a text that its translation keeps as they are.
 *
 *  @returns spans, sorted and disjoint. Every digit and every private-use character (U+E000–U+F8FF) is in one of them.
 *  @throws TypeError if the text is no string. */
export function findSpans(
  text: string,
  { terms = [], isPlural = false }: ProtectOptions = {},
): readonly ProtectedSpan[] {
  if (typeof text !== "string") {
    throw new TypeError(`findSpans: text must be a string, got ${typeof text}`);
  }
  if (terms.length === 0 && plainText.test(text) && !innerCapital.test(text)) return [];
  const spans = withoutOverlaps([
    findTerms(text, terms),
    isPlural ? findNumberSigns(text) : [],
    ...finders.map(({ needs, find }) => (needs.test(text) ? find(text) : [])),
  ]);
  // A number or a private-use character may be left in what lost to another span.
  const gaps = gapsOf(text, spans);
  return gaps.length === 0 ? spans : withoutOverlaps([spans, ...gaps.map(leftovers)]);
}

/** Words and the signs between them as they stand in prose, where nothing is protected; most sentences are of this kind. */
const plainText = /^(?:[\p{L}\p{M}\s,;'’"“”„()–—]|[.!?:](?=\s|["”’)]*$)|(?<=\p{L})-(?=\p{L}))*$/u;
/** Only an identifier has a capital behind a small letter. */
const innerCapital = /\p{Ll}\p{Lu}/u;
/** A finder, and a character without which it finds nothing: most texts lack it, and are done with sooner. */
interface Finder {
  readonly needs: RegExp;
  readonly find: (text: string) => readonly ProtectedSpan[];
}

const finders: readonly Finder[] = [
  { needs: /\{/, find: findIcuArguments },
  { needs: /`/, find: findCode },
  { needs: /[<[{]/, find: findMarkup },
  { needs: /&/, find: findEntities },
  { needs: /[[_@#%⟦⟨]|[A-Z]\d/, find: findMarks },
  { needs: /[%${@#~]/, find: findFormatDirectives },
  { needs: /[%$@]/, find: findVariables },
  { needs: /[:@]|\.\w/, find: findAddresses },
  { needs: /[./\\]/, find: findPaths },
  { needs: /-/, find: findOptions },
  { needs: /[^\p{L}\p{M}\s,.]/u, find: findEmoji },
  { needs: /[\p{N}_:(]|\.\w|(?!ß)\p{Ll}\p{M}*\p{Lu}/u, find: findIdentifiers },
  { needs: /\p{Nd}/u, find: findNumbers },
  { needs: /[\uE000-\uF8FF]/, find: findPrivateUse },
];

interface Gap {
  readonly start: number;
  readonly text: string;
}

const indispensable = /[\p{Nd}\uE000-\uF8FF]/u;

function gapsOf(text: string, spans: readonly ProtectedSpan[]): readonly Gap[] {
  let start = 0;
  const gaps: Gap[] = [];
  for (const span of [...spans, { start: text.length, end: text.length }]) {
    const gap = text.slice(start, span.start);
    if (indispensable.test(gap)) gaps.push({ start, text: gap });
    start = span.end;
  }
  return gaps;
}

function leftovers({ start, text }: Gap): readonly ProtectedSpan[] {
  return [...findNumbers(text), ...findPrivateUse(text)].map((span) => ({
    ...span,
    start: span.start + start,
    end: span.end + start,
  }));
}
