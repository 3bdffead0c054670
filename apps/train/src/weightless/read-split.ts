import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { type ImageSource, imageFiles } from "../idx/image-source.ts";
import type { SplitName } from "../idx/mnist-files.ts";
import { readImageSet } from "../idx/read-image-set.ts";
import { readInput } from "../read-input.ts";
import { type CsvTable, parseCsvTable } from "./csv-table.ts";
import {
  classNamesOf,
  holdOut,
  type LabelledRows,
  type LabelledSplit,
  labelledRows,
  rowsAt,
  rowsOfImages,
} from "./labelled-rows.ts";

/** The options that say what is learned from and what is held out. */
export interface DataFlags extends ImageSource {
  /** Of a CSV in `data`. */
  readonly classColumn: string;
  /** Another CSV to test with. */
  readonly test?: string;
  readonly heldOut: number;
  readonly testLast?: number;
  /** Draws the rows that are held out; by default the seed of the network. */
  readonly splitSeed?: number;
  /** Learn from the first so many rows only. */
  readonly limit?: number;
}

/** What results call the data: the file's or folder's own name. */
export function dataName({ data, fashionMnist, trainImages }: DataFlags): string {
  return fashionMnist === true ? "fashion-mnist" : basename(data ?? trainImages ?? "images");
}

/** Reads the data once.
 *  @returns the split that a seed draws; the same for all seeds where the test rows are given
 *  @throws UsageError naming the file and what is wrong with it */
export async function readSplits(
  flags: DataFlags,
  note: (text: string) => void,
): Promise<(seed: number) => LabelledSplit> {
  const isTable =
    flags.data !== undefined && (await stat(flags.data).catch(() => undefined))?.isFile();
  if (flags.data !== undefined && isTable) return tableSplits(flags.data, flags);
  const [train, test] = [
    await readImages(flags, "train", note),
    await readImages(flags, "test", note),
  ];
  checkAlike("test images", test, train);
  const count = Math.max(...train.labels, ...test.labels) + 1;
  const classNames = Array.from({ length: count }, (_, i) => `${i}`);
  const split = { classNames, train: limited(train, flags.limit), test };
  return () => split;
}

async function tableSplits(
  path: string,
  flags: DataFlags,
): Promise<(seed: number) => LabelledSplit> {
  const table = await readTable(path, flags);
  if (flags.test === undefined) {
    const classNames = classNamesOf(table);
    const rows = labelledRows(table, classNames);
    return (seed) => {
      const { testLast, heldOut: share, splitSeed = seed } = flags;
      const rule = testLast === undefined ? { share, seed: splitSeed } : { last: testLast };
      try {
        const { train, test } = holdOut(rows, rule);
        return { classNames, train: limited(train, flags.limit), test };
      } catch (cause) {
        if (!(cause instanceof RangeError)) throw cause;
        throw new UsageError(`${path}: ${cause.message}`, { cause });
      }
    };
  }
  const other = await readTable(flags.test, flags);
  const classNames = classNamesOf(table, other);
  const [train, test] = [labelledRows(table, classNames), labelledRows(other, classNames)];
  checkAlike(flags.test, test, train);
  return () => ({ classNames, train: limited(train, flags.limit), test });
}

/** Reads a CSV.
 *  @throws UsageError naming the file and what is wrong with it */
export async function readTable(
  path: string,
  { classColumn }: Pick<DataFlags, "classColumn">,
): Promise<CsvTable> {
  const bytes = await readInput(resolve(path));
  try {
    return parseCsvTable(new TextDecoder().decode(bytes), classColumn);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new UsageError(`${path}: ${cause.message}`, { cause });
  }
}

async function readImages(
  flags: DataFlags,
  split: SplitName,
  note: (text: string) => void,
): Promise<LabelledRows> {
  return rowsOfImages(await readImageSet(await imageFiles(flags, split, note)));
}

function checkAlike(name: string, test: LabelledRows, train: LabelledRows): void {
  if (test.features === train.features) return;
  throw new UsageError(
    `${name}: has ${test.features} features a row, what is learned from has ${train.features}`,
  );
}

function limited(rows: LabelledRows, limit: number | undefined): LabelledRows {
  if (limit === undefined || limit >= rows.rows) return rows;
  return rowsAt(
    rows,
    Array.from({ length: limit }, (_, row) => row),
  );
}
