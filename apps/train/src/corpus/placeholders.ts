import { findSpans, type ProtectedSpan } from "@bnnkit/runtime/text";

/** The placeholders of a message, in order: what a program fills in or reads, and a translation repeats unchanged.
 *  printf (`%s`, `%1$d`, `%(name)s`), Qt (`%1`), braces (`{0}`, `{name}`), `${x}`, `$1`, `$name$` and the like, as the
 *  translator protects them. */
export function placeholdersOf(text: string): readonly string[] {
  return placeholderSpans(text).map(({ start, end }) => text.slice(start, end));
}

/** The text between the placeholders, one piece more than there are placeholders. */
export function textBetweenPlaceholders(text: string): readonly string[] {
  let from = 0;
  const between = placeholderSpans(text).map(({ start, end }) => {
    const part = text.slice(from, start);
    from = end;
    return part;
  });
  return [...between, text.slice(from)];
}

function placeholderSpans(text: string): readonly ProtectedSpan[] {
  return findSpans(text).filter(({ kind }) => ["format", "icu", "variable"].includes(kind));
}
