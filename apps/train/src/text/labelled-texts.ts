import { CorpusError } from "../corpus/corpus-error.ts";
import { readLines } from "../corpus/read-lines.ts";
import { csvCells } from "../csv/csv-cells.ts";
import { UsageError } from "../errors.ts";

/** A text and the name of its class. */
export interface LabelledText {
  readonly label: string;
  readonly text: string;
}

/** Texts without a class, one a line; empty lines are passed over.
 *  @throws CorpusError as `readLines` does; UsageError for a file without a text. */
export async function readPlainTexts(path: string): Promise<readonly LabelledText[]> {
  const rows: LabelledText[] = [];
  for await (const { text } of readLines(path)) {
    if (text.trim() !== "") rows.push({ label: "", text: text.trim() });
  }
  if (rows.length === 0) throw new UsageError(`${path}: there is no text`);
  return rows;
}

/** Rows of a file: the label first, the text last; columns between them are passed over, empty lines too. Tabs divide columns, or, where
 *  the file's name ends in `.csv`, commas, with cells in double quotes where need be; the first line of such a file is left out where it
 *  starts with "label" or "class", or, of numbers, with anything that is none.
 *  @param areNumbers  whether labels are numbers
 *  @throws CorpusError naming file and line of a row without a label or text; UsageError for a file without a row. */
export async function readLabelledTexts(
  path: string,
  { areNumbers = false }: { readonly areNumbers?: boolean } = {},
): Promise<readonly LabelledText[]> {
  const isCsv = /\.csv$/i.test(path);
  const rows: LabelledText[] = [];
  for await (const { text: line, number } of readLines(path)) {
    if (line.trim() === "") continue;
    const at = { path, line: number };
    const columns = isCsv ? cellsOf(line, at) : line.split("\t");
    const [label, text] = [columns[0].trim(), columns.at(-1)?.trim() ?? ""];
    if (columns.length < 2 || label === "" || text === "") {
      throw new CorpusError(
        `expected a label and a text, separated by ${isCsv ? "commas" : "tabs"}, got ${columns.length} ${columns.length === 1 ? "column" : "columns"}`,
        at,
      );
    }
    const isHeader = areNumbers ? Number.isNaN(Number(label)) : /^(label|class)$/i.test(label);
    if (isCsv && number === 1 && isHeader) continue;
    rows.push({ label, text });
  }
  if (rows.length === 0) throw new UsageError(`${path}: there is no text`);
  return rows;
}

function cellsOf(line: string, at: { readonly path: string; readonly line: number }): string[] {
  try {
    return csvCells(line, at.line);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new CorpusError("expected cells in double quotes that end in the same line", at);
  }
}

/** The number that a label is.
 *  @throws UsageError for one that is none. */
export function numberOf(path: string, label: string): number {
  const number = Number(label);
  if (Number.isFinite(number)) return number;
  throw new UsageError(`${path}: the label ${JSON.stringify(label)} must be a number`);
}
