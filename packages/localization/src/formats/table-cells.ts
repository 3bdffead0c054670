import type { SourceRange } from "../edit.ts";
import { MalformedCatalogueError } from "../malformed-catalogue-error.ts";

/** A cell of a table; its range includes quotation marks. */
export interface Cell extends SourceRange {
  readonly value: string;
  readonly isQuoted: boolean;
  readonly line: number;
}

/** The rows of a table as RFC 4180 has it: cells in quotation marks may hold line breaks and, doubled, quotation marks.
 *  @throws MalformedCatalogueError naming the line where a cell in quotation marks begins that does not end. */
export function tableRows(text: string, separator: string): readonly (readonly Cell[])[] {
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length || row.length > 0) {
    const cell =
      text[at] === '"' ? quotedCell(text, at, line) : plainCell(text, at, { line, separator });
    row.push(cell);
    line += text.slice(cell.start, cell.end).match(/\r\n|[\r\n]/g)?.length ?? 0;
    at = cell.end;
    if (text[at] === separator) {
      at++;
      continue;
    }
    if (at < text.length && !/[\r\n]/.test(text[at])) {
      throw new MalformedCatalogueError(
        line,
        `expected ${JSON.stringify(separator)} or the line's end behind a quoted cell`,
      );
    }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    line++;
    rows.push(row);
    row = [];
  }
  return rows;
}

function quotedCell(text: string, start: number, line: number): Cell {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end === -1) throw new MalformedCatalogueError(line, "a cell in quotation marks does not end");
  const value = text.slice(start + 1, end).replaceAll('""', '"');
  return { start, end: end + 1, value, isQuoted: true, line };
}

function plainCell(
  text: string,
  start: number,
  { line, separator }: { readonly line: number; readonly separator: string },
): Cell {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== "\n" && text[end] !== "\r")
    end++;
  return { start, end, value: text.slice(start, end), isQuoted: false, line };
}

/** What parts the cells of a table's first row: a tab, a semicolon or a comma. */
export function separatorOf(text: string): string {
  const [row = ""] = text.split(/[\r\n]/, 1);
  const outside = row.replaceAll(/"[^"]*"/g, "");
  return ["\t", ";", ","].find((separator) => outside.includes(separator)) ?? ",";
}

/** A text as a cell, in quotation marks where it needs them or the cell in its place had them. */
export function writeCell(value: string, separator: string, isQuoted: boolean): string {
  const isSpecial = isQuoted || /["\r\n]/.test(value) || value.includes(separator);
  return isSpecial ? `"${value.replaceAll('"', '""')}"` : value;
}
