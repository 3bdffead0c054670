import { seededIntegers, shuffle } from "../data/seeded-shuffle.ts";
import type { ImageSet } from "../idx/image-set.ts";
import type { CsvTable } from "./csv-table.ts";

/** Rows of numbers with a class each. */
export interface LabelledRows {
  readonly features: number;
  readonly rows: number;
  /** Row-major rows × features; bytes of images. */
  readonly values: Float32Array | Uint8Array;
  readonly labels: Uint32Array;
}

/** What is learned from, and what is held out. */
export interface LabelledSplit {
  readonly classNames: readonly string[];
  readonly train: LabelledRows;
  readonly test: LabelledRows;
}

/** Which rows of a table are held out: a share that the seed draws, or the last so many. */
export type HeldOut = { readonly share: number; readonly seed: number } | { readonly last: number };

/** Numbers the classes of a table in the order of their names, numbers by value. */
export function classNamesOf(...tables: readonly CsvTable[]): readonly string[] {
  const names = new Set(tables.flatMap(({ classes }) => classes));
  return [...names].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
}

/** The rows of a table with their classes as numbers. */
export function labelledRows(table: CsvTable, classNames: readonly string[]): LabelledRows {
  const numbers = new Map(classNames.map((name, i) => [name, i]));
  const labels = Uint32Array.from(table.classes, (name) => numbers.get(name) ?? 0);
  return { features: table.features, rows: labels.length, values: table.values, labels };
}

/** Images as rows of pixels. */
export function rowsOfImages(images: ImageSet): LabelledRows {
  const { count, height, width, channels } = images;
  const labels = Uint32Array.from(images.labels);
  return { features: height * width * channels, rows: count, values: images.images, labels };
}

/** Cuts rows in two. At least one is learned from and one held out.
 *  @throws RangeError if there are not enough rows for that */
export function holdOut(rows: LabelledRows, heldOut: HeldOut): Omit<LabelledSplit, "classNames"> {
  const order = Array.from({ length: rows.rows }, (_, row) => row);
  if ("seed" in heldOut) shuffle(order, seededIntegers(heldOut.seed));
  const test =
    "last" in heldOut ? heldOut.last : Math.max(1, Math.round(heldOut.share * rows.rows));
  const train = rows.rows - test;
  if (train < 1) throw new RangeError(`has ${rows.rows} rows, of which ${test} are to be held out`);
  return { train: rowsAt(rows, order.slice(0, train)), test: rowsAt(rows, order.slice(train)) };
}

/** Some of the rows. */
export function rowsAt(from: LabelledRows, chosen: readonly number[]): LabelledRows {
  const { features } = from;
  const length = chosen.length * features;
  const values =
    from.values instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
  chosen.forEach((row, i) => {
    values.set(from.values.subarray(row * features, (row + 1) * features), i * features);
  });
  const labels = Uint32Array.from(chosen, (row) => from.labels[row]);
  return { features, rows: chosen.length, values, labels };
}
