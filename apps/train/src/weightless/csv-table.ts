import { csvRows } from "../csv/csv-rows.ts";
import { UsageError } from "../errors.ts";

/** Rows of numbers, and what stands in the column of the class beside them. */
export interface CsvTable {
  readonly features: number;
  /** Row-major rows × features, rounded to float32, which models read. */
  readonly values: Float32Array;
  /** One a row, as it is written. */
  readonly classes: readonly string[];
}

/** Reads comma-separated values as UCI's sets are: a class in one column, numbers in all others. The first line is taken for a header, and
 *  left out, if it has another number of cells than the second, or anything but a number in a column of numbers. Cells may stand in double quotes.
 *  @param classColumn  "last" or "first", or the name that the header gives it
 *  @throws RangeError naming the line that is not so */
export function parseCsvTable(text: string, classColumn: string): CsvTable {
  const rows = csvRows(text);
  if (rows.length === 0) throw new RangeError("is empty");
  const width = (rows[1] ?? rows[0]).cells.length;
  if (width < 2) throw new RangeError("must have two columns or more, divided by commas");
  const column = columnOf(classColumn, rows[0].cells, width);
  const numbersOf = (cells: readonly string[]): number[] =>
    cells.filter((_, i) => i !== column).map(numberOf);
  const first = rows[0].cells;
  const hasHeader = first.length !== width || numbersOf(first).some(Number.isNaN);
  const body = hasHeader ? rows.slice(1) : rows;
  if (body.length === 0) throw new RangeError("has a header and nothing else");
  const features = width - 1;
  const values = new Float32Array(body.length * features);
  body.forEach(({ line, cells }, row) => {
    if (cells.length !== width) {
      throw new RangeError(`line ${line} has ${cells.length} cells, others have ${width}`);
    }
    const numbers = numbersOf(cells);
    const wrong = numbers.findIndex((value) => !Number.isFinite(Math.fround(value)));
    if (wrong >= 0) {
      const cell = wrong + (wrong >= column ? 1 : 0);
      throw new RangeError(
        `line ${line}, cell ${cell + 1} must be a finite number, got ${JSON.stringify(cells[cell])}`,
      );
    }
    values.set(numbers, row * features);
  });
  return { features, values, classes: body.map(({ cells }) => cells[column]) };
}

function columnOf(name: string, header: readonly string[], width: number): number {
  if (name === "last") return width - 1;
  if (name === "first") return 0;
  const column = header.indexOf(name);
  if (column >= 0) return column;
  throw new UsageError(
    `--class-column ${name}: must be "last", "first" or a name of the header, which has ${header.join(", ")}`,
  );
}

function numberOf(cell: string): number {
  return cell.trim() === "" ? Number.NaN : Number(cell);
}
