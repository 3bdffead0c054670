import { checkPositiveInteger } from "@bnnkit/core";
import { columnsOf, layoutOf } from "./line-layout.ts";

/** Wraps each line of a text at spaces so that it has at most so many columns; a longer word has a line of its own.
 *
 *  Lines that fit stay as they are. The rest of a line is indented as its first word is, list markers
 *  counted: what `unwrapLines` joins.
 *  @throws RangeError if columns is no positive integer. */
export function wrapLines(text: string, columns: number): string {
  checkPositiveInteger("wrapLines", "columns", columns);
  return text
    .split(/(\r\n|[\n\r])/)
    .map((line, i, parts) => (i % 2 === 0 ? wrapLine(line, columns, parts[1] ?? "\n") : line))
    .join("");
}

function wrapLine(line: string, columns: number, lineBreak: string): string {
  if (columnsOf(line) <= columns) return line;
  const { indentation } = layoutOf(line);
  const hanging = indentation.replaceAll(/\S/g, " ");
  const [first = "", ...words] = line.slice(indentation.length).split(/ +/);
  const lines: string[][] = [[indentation + first]];
  let width = columnsOf(indentation + first);
  for (const word of words) {
    const more = columnsOf(word);
    if (width + 1 + more <= columns) {
      lines.at(-1)?.push(word);
      width += 1 + more;
    } else {
      lines.push([hanging + word]);
      width = columnsOf(hanging) + more;
    }
  }
  return lines.map((parts) => parts.join(" ")).join(lineBreak);
}
