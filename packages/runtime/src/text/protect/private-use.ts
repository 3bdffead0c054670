import { type ProtectedSpan, spansOfMatches } from "./span.ts";

/** Finds code units of the Basic Multilingual Plane's private use area (U+E000–U+F8FF), one span each. */
export function findPrivateUse(text: string): readonly ProtectedSpan[] {
  return spansOfMatches("private-use", text, /[\uE000-\uF8FF]/g);
}
