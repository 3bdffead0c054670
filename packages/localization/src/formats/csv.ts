import type { Entry } from "../entry.ts";
import type { CheckedReadOptions, Format, ReadFile } from "../format.ts";
import { MalformedCatalogueError } from "../malformed-catalogue-error.ts";
import { type Cell, separatorOf, tableRows, writeCell } from "./table-cells.ts";

/** Tables, one text a row: the columns of texts and of translations are named in the options, or by their first row, which
 *  holds `source` or the language's tag (`en`), and `target` or that of its translation (`de`). */
export const csv: Format = {
  name: "csv",
  extensions: [".csv", ".tsv"],
  isKeyed: false,
  read: readCsv,
};

function readCsv(text: string, options: CheckedReadOptions): ReadFile {
  const separator = separatorOf(text);
  const rows = tableRows(text, separator);
  if (rows.length === 0) return { entries: [], heading: [] };
  const { source, target, hasNames } = columnsOf(rows[0], options);
  const body = hasNames ? rows.slice(1) : rows;
  const entries = body.flatMap((row, i): readonly Entry[] => {
    const cell = row[source];
    if (cell === undefined || cell.value.trim() === "") return [];
    const place = target === undefined ? cell : row[target];
    return [
      {
        id: `${i + 1}`,
        line: cell.line,
        sources: [cell.value],
        targets: target === undefined ? [] : [place?.value ?? ""],
        ...(place === undefined && { locked: "the row has no cell for the translation" }),
        write: ([translation]) =>
          place === undefined
            ? []
            : [{ ...rangeOf(place), content: [writeCell(translation, separator, place.isQuoted)] }],
      },
    ];
  });
  return { entries, heading: [] };
}

function rangeOf({ start, end }: Cell) {
  return { start, end };
}

interface Columns {
  readonly source: number;
  readonly target: number | undefined;
  readonly hasNames: boolean;
}

function columnsOf(
  first: readonly Cell[],
  { columns, sourceLanguage, targetLanguage }: CheckedReadOptions,
): Columns {
  const names = first.map(({ value }) => value.trim().toLowerCase());
  if (columns === undefined) {
    const source = placeOf(names, ["source", sourceLanguage]);
    if (source === undefined) {
      const tried = `source, ${sourceLanguage}`;
      throw new MalformedCatalogueError(
        1,
        `which column holds the texts? None is called ${tried}: give the option columns`,
      );
    }
    return { source, target: placeOf(names, ["target", targetLanguage]), hasNames: true };
  }
  const { source, target } = columns;
  const isNumbered = [source, target].every(
    (column) => column === undefined || /^\d+$/.test(column),
  );
  const place = (column: string): number => {
    const found = isNumbered ? Number(column) - 1 : names.indexOf(column.toLowerCase());
    if (found >= 0 && found < first.length) return found;
    throw new MalformedCatalogueError(
      1,
      `there is no column ${column}; there are: ${names.join(", ")}`,
    );
  };
  return {
    source: place(source),
    target: target === undefined ? undefined : place(target),
    hasNames: !isNumbered,
  };
}

function placeOf(names: readonly string[], wanted: readonly string[]): number | undefined {
  const lowerCase = wanted.map((name) => name.toLowerCase());
  const place = names.findIndex((name) => lowerCase.includes(name));
  return place < 0 ? undefined : place;
}
