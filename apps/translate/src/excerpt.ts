import { oneLine } from "./one-line.ts";

/** The beginning of a text, on one line. */
export function excerptOf(text: string): string {
  const line = oneLine(text);
  return line.length > 72 ? `${line.slice(0, 71)}…` : line;
}
