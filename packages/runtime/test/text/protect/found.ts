import { findSpans, type ProtectedSpan, type ProtectOptions } from "../../../src/text/index.ts";
import type { SpanKind } from "../../../src/text/protect/span.ts";

/** What the spans of a list hold, with the role if it is not "value" and "!" if the order must stay. */
export const describeSpans = (text: string, spans: readonly ProtectedSpan[]): readonly string[] =>
  spans.map(({ start, end, role, isOrdered }) => {
    const prefix = role === "value" ? "" : `${role} `;
    return `${prefix}${text.slice(start, end)}${isOrdered ? " !" : ""}`;
  });

/** What the spans of some kinds that `findSpans` finds hold. */
export const found = (
  text: string,
  kinds: readonly SpanKind[],
  options?: ProtectOptions,
): readonly string[] =>
  findSpans(text, options)
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ start, end }) => text.slice(start, end));
