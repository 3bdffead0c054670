import { CsvError, parse } from "csv-parse/sync";

/** A row of comma-separated values. */
export interface CsvRow {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A text is no table of comma-separated values; `line` is where, from 1. */
export class CsvQuoteError extends RangeError {
  readonly line: number;

  constructor(line: number) {
    super(`line ${line} has a quote that does not fit`);
    this.line = line;
  }
}

/** The rows of comma-separated values (RFC 4180). LF and CRLF end a row; a cell in double quotes may hold commas, line ends (LF then),
 *  and, doubled, quotes; white space around cells, empty rows and a byte order mark at the start are passed over. Rows may have different
 *  numbers of cells.
 *  @throws CsvQuoteError for a quote within a cell without quotes, before the end of one with them, or that is never closed. */
export function csvRows(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  try {
    parse(text.replaceAll("\r\n", "\n"), {
      bom: true,
      trim: true,
      record_delimiter: "\n",
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (cells: readonly string[], { lines }) => {
        rows.push({ line: lines - breaksIn(cells), cells });
        return null;
      },
    });
    return rows;
  } catch (cause) {
    if (!(cause instanceof CsvError) || typeof cause.lines !== "number") throw cause;
    throw new CsvQuoteError(cause.lines);
  }
}

function breaksIn(cells: readonly string[]): number {
  return cells.reduce((count, cell) => count + cell.split("\n").length - 1, 0);
}
