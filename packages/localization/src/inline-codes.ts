import type { SourceRange } from "./edit.ts";

/** A text in which what is no text is a short tag: `Click <a1>here</a1><x2/>`. */
export interface CodedText {
  readonly text: string;
  /** What each tag stands for: a part of the file, or what is written. */
  readonly codes: ReadonlyMap<string, SourceRange | string>;
}

type Side = "open" | "close" | "alone";

interface Code {
  readonly side: Side;
  readonly name: string;
  readonly number: number;
  readonly range: SourceRange | string;
}

const anyTag = /<\/?[a-z]+(\d+)\/?>/g;

/** Puts a text together from words and codes. */
export class CodedTextBuilder {
  readonly #parts: (string | Code)[] = [];
  #count = 0;

  addText(text: string): void {
    this.#parts.push(text);
  }

  /** Adds a code without a partner. */
  addAlone(range: SourceRange | string): void {
    this.#parts.push({ side: "alone", name: "x", number: this.#count++, range });
  }

  /** Begins a marked-up part.
   *  @param name  small letters
   *  @returns  what `close` takes. */
  open(name: string, range: SourceRange): Omit<Code, "range" | "side"> {
    const pair = { name, number: this.#count++ };
    this.#parts.push({ ...pair, side: "open", range });
    return pair;
  }

  close(pair: Omit<Code, "range" | "side">, range: SourceRange): void {
    this.#parts.push({ ...pair, side: "close", range });
  }

  build(): CodedText {
    const codes = new Map<string, SourceRange | string>();
    const first = this.#firstNumber();
    const parts = this.#parts.map((part) => {
      if (typeof part === "string") return part;
      const tag = tagOf(part, first);
      codes.set(tag, part.range);
      return tag;
    });
    return { text: parts.join(""), codes };
  }

  /** Words that look like a tag must not be one. */
  #firstNumber(): number {
    const words = this.#parts.filter((part) => typeof part === "string").join("");
    return Math.max(0, ...Array.from(words.matchAll(anyTag), ([, number]) => Number(number))) + 1;
  }
}

function tagOf({ side, name, number }: Code, first: number): string {
  const label = `${name}${first + number}`;
  if (side === "alone") return `<${label}/>`;
  return side === "open" ? `<${label}>` : `</${label}>`;
}

/** How many UTF-16 code units a part of a coded text takes in its file. */
export function writtenLength({ codes }: CodedText, part: string): number {
  let length = part.length;
  for (const [tag] of part.matchAll(anyTag)) {
    const code = codes.get(tag);
    if (typeof code === "string") length += code.length - tag.length;
    else if (code !== undefined) length += code.end - code.start - tag.length;
  }
  return length;
}

/** A translation of a coded text, its tags turned back.
 *  @param escapeWords  how words are written in the file
 *  @returns nothing unless it has each tag of the source once, properly nested. */
export function decodeText(
  { codes }: CodedText,
  translation: string,
  escapeWords: (text: string) => string,
): readonly (string | SourceRange)[] | undefined {
  const content: (string | SourceRange)[] = [];
  const seen = new Set<string>();
  const open: string[] = [];
  let at = 0;
  for (const { index, 0: tag } of translation.matchAll(anyTag)) {
    const range = codes.get(tag);
    if (range === undefined) continue;
    if (seen.has(tag)) return undefined;
    seen.add(tag);
    if (tag.startsWith("</")) {
      if (open.pop() !== `<${tag.slice(2)}`) return undefined;
    } else if (!tag.endsWith("/>")) open.push(tag);
    content.push(escapeWords(translation.slice(at, index)), range);
    at = index + tag.length;
  }
  content.push(escapeWords(translation.slice(at)));
  return seen.size === codes.size ? content : undefined;
}
