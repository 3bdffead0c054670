import { CorpusError } from "../corpus/corpus-error.ts";
import { readLines } from "../corpus/read-lines.ts";
import { CsvQuoteError, type CsvRow, csvRows } from "../csv/csv-rows.ts";
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
 *  the file's name ends in `.csv`, commas, with cells in double quotes where need be; the first row of such a file is left
 *  out where it starts with "label" or "class", or, of numbers, with anything that is none.
 *  @param areNumbers  whether labels are numbers
 *  @throws CorpusError naming file and line of a row without a label or text; UsageError for a file without a row. */
export async function readLabelledTexts(
  path: string,
  { areNumbers = false }: { readonly areNumbers?: boolean } = {},
): Promise<readonly LabelledText[]> {
  const isCsv = /\.csv$/i.test(path);
  const rows = isCsv ? await commaSeparated(path) : await tabSeparated(path);
  const first = rows[0]?.cells[0] ?? "";
  const hasHeader =
    isCsv && (areNumbers ? Number.isNaN(Number(first)) : /^(label|class)$/i.test(first));
  const texts = rows.slice(hasHeader ? 1 : 0).map(({ line, cells }) => {
    const [label, text] = [cells[0], cells.at(-1) ?? ""];
    if (cells.length > 1 && label !== "" && text !== "") return { label, text };
    throw new CorpusError(
      `expected a label and a text, separated by ${isCsv ? "commas" : "tabs"}, got ${cells.length} ${cells.length === 1 ? "column" : "columns"}`,
      { path, line },
    );
  });
  if (texts.length === 0) throw new UsageError(`${path}: there is no text`);
  return texts;
}

async function tabSeparated(path: string): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  for await (const { text, number } of readLines(path)) {
    if (text.trim() === "") continue;
    rows.push({ line: number, cells: text.split("\t").map((cell) => cell.trim()) });
  }
  return rows;
}

async function commaSeparated(path: string): Promise<CsvRow[]> {
  const lines: string[] = [];
  for await (const { text } of readLines(path)) lines.push(text);
  try {
    return csvRows(lines.join("\n")).map(({ line, cells }) => ({
      line,
      cells: cells.map((cell) => cell.trim()),
    }));
  } catch (cause) {
    if (!(cause instanceof CsvQuoteError)) throw cause;
    const expected = "expected cells in double quotes that end";
    throw new CorpusError(expected, { path, line: cause.line });
  }
}

/** The number that a label is.
 *  @throws UsageError for one that is none. */
export function numberOf(path: string, label: string): number {
  const number = Number(label);
  if (Number.isFinite(number)) return number;
  throw new UsageError(`${path}: the label ${JSON.stringify(label)} must be a number`);
}
