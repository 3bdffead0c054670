import { type ProtectedSpan, spanOf } from "./span.ts";

/** Code of one or two backquotes is no longer than this, and on one line. */
const longestInline = 500;

/** Finds code between backquotes: a run of them and the next run of the same length.
 *
 *  The quotation marks of old manuals (`` `word' ``) are no code, so what stands between single ones must not hold an
 *  apostrophe that closes a quotation. */
export function findCode(text: string): readonly ProtectedSpan[] {
  const runs = Array.from(text.matchAll(/`+/g), ({ index, 0: run }) => ({
    start: index,
    length: run.length,
  }));
  const next = new Array<number | undefined>(runs.length);
  const seen = new Map<number, number>();
  for (let i = runs.length - 1; i >= 0; i -= 1) {
    next[i] = seen.get(runs[i].length);
    seen.set(runs[i].length, i);
  }
  const spans: ProtectedSpan[] = [];
  for (let i = 0; i < runs.length; i += 1) {
    const closing = next[i];
    if (closing === undefined) continue;
    const { start, length } = runs[i];
    const end = runs[closing].start;
    if (length < 3 && !isInline(text, start + length, end)) continue;
    spans.push(spanOf("code", start, end + length));
    i = closing;
  }
  return spans;
}

const closingApostrophe = /^[^']*[^\s'([{=,]'(?![\p{L}\p{N}])/u;

function isInline(text: string, start: number, end: number): boolean {
  if (end - start > longestInline) return false;
  const code = text.slice(start, end);
  return !code.includes("\n") && code.trim() !== "" && !closingApostrophe.test(code);
}
