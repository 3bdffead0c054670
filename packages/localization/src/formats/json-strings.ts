import { parse, type ValueNode } from "@humanwhocodes/momoa";
import type { SourceRange } from "../edit.ts";
import { MalformedCatalogueError } from "../malformed-catalogue-error.ts";

/** A string value of a JSON text; its range includes the quotation marks. */
export interface JsonString extends SourceRange {
  /** Keys and indices that lead to it. */
  readonly path: readonly string[];
  readonly value: string;
  readonly line: number;
}

/** The string values of a JSON text, in order.
 *  @throws MalformedCatalogueError naming the line. */
export function jsonStrings(text: string): readonly JsonString[] {
  const strings: JsonString[] = [];
  const open: { readonly node: ValueNode; readonly path: readonly string[] }[] = [
    { node: bodyOf(text), path: [] },
  ];
  for (let last = open.pop(); last !== undefined; last = open.pop()) {
    const { node, path } = last;
    if (node.type === "String") {
      const { start, end } = node.loc;
      strings.push({
        path,
        value: node.value,
        line: start.line,
        start: start.offset,
        end: end.offset,
      });
    } else if (node.type === "Object") {
      const members = node.members.map(({ name, value }) => {
        return { node: value, path: [...path, name.type === "String" ? name.value : name.name] };
      });
      open.push(...members.toReversed());
    } else if (node.type === "Array") {
      const elements = node.elements.map(({ value }, i) => ({
        node: value,
        path: [...path, `${i}`],
      }));
      open.push(...elements.toReversed());
    }
  }
  return strings;
}

function bodyOf(text: string): ValueNode {
  try {
    return parse(text, { mode: "json" }).body;
  } catch (cause) {
    const line =
      cause instanceof Error && "line" in cause && typeof cause.line === "number" ? cause.line : 1;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MalformedCatalogueError(line, `not JSON: ${reason}`, { cause });
  }
}

/** How texts are written as JSON in a file: in ASCII with escapes where the file is. */
export function jsonStringWriter(file: string): (value: string) => string {
  const isEscaped = /\\u(?!00[01])[0-9a-fA-F]{4}/.test(file) && isAscii(file);
  return (value) => {
    const written = JSON.stringify(value);
    return isEscaped ? inAscii(written) : written;
  };
}

export function isAscii(text: string): boolean {
  return !/[\u0080-\uFFFF]/.test(text);
}

/** A text whose other characters are UTF-16 code units such as `\u00e4`. */
export function inAscii(text: string): string {
  return text.replace(/[\u0080-\uFFFF]/g, unicodeEscape);
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
