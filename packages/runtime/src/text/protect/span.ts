/** What a span is to the sentence around it: a thing, a number, the start or the end of a marked-up part. */
export type SpanRole = "value" | "number" | "open" | "close";

export type SpanKind =
  | "term"
  | "code"
  | "markup"
  | "entity"
  | "icu"
  | "format"
  | "address"
  | "path"
  | "option"
  | "variable"
  | "mark"
  | "emoji"
  | "identifier"
  | "number"
  | "private-use";

/** A part of a text that its translation keeps as it is. */
export interface ProtectedSpan {
  /** First UTF-16 code unit. */
  readonly start: number;
  /** One past the last UTF-16 code unit. */
  readonly end: number;
  readonly kind: SpanKind;
  readonly role: SpanRole;
  /** Index (in the list of spans) of the span that closes this one, or that this one closes. */
  readonly partner?: number;
  /** Whether it takes its argument by its place among others, so that the order must stay (`%s`, but not `%1$s`). */
  readonly isOrdered: boolean;
}

/** A span without a partner. */
export function spanOf(
  kind: SpanKind,
  start: number,
  end: number,
  role: SpanRole = "value",
  isOrdered = false,
): ProtectedSpan {
  return { start, end, kind, role, isOrdered };
}

/** A span for each match of a pattern (which must be global). */
export function spansOfMatches(
  kind: SpanKind,
  text: string,
  pattern: RegExp,
): readonly ProtectedSpan[] {
  return Array.from(text.matchAll(pattern), ({ index, 0: match }) =>
    spanOf(kind, index, index + match.length),
  );
}
