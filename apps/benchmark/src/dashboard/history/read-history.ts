import { readdir, readFile, stat } from "node:fs/promises";
import { basename, extname, join, relative } from "node:path";
import { isDuetReport } from "../../duet/duet-report.ts";
import { UsageError } from "../../exit-code.ts";
import { reasonOf } from "../../reason-of.ts";
import { isReport } from "../../report/read-report.ts";
import type { History } from "./history.ts";
import { isClassifierResult, isFoldingResult, isTranslationResult } from "./result-kinds.ts";

/** A value and where it stood. */
interface Found {
  readonly name: string;
  readonly place: string;
  readonly value: unknown;
}

/** Reads results from folders, with the folders in them, and files: JSON, or a line of JSON each in `.jsonl`. What is none of
 *  the known results is listed, not refused, so that a history may hold other files.
 *  @throws UsageError for a path that is not there, or a file that is no JSON. */
export async function readHistory(paths: readonly string[]): Promise<History> {
  const files = (await Promise.all(paths.map(filesOf))).flat();
  const found = (await Promise.all(files.map(readValues))).flat();
  const history = emptyHistory();
  for (const one of found) if (!take(history, one)) history.skipped.push(one.place);
  const byTime = (a: { startedAt: string }, b: { startedAt: string }): number =>
    a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0;
  history.reports.sort(byTime);
  history.duets.sort(byTime);
  return history;
}

type Growing = { -readonly [Kind in keyof History]: History[Kind][number][] };

function emptyHistory(): Growing {
  return { reports: [], duets: [], translations: [], classifiers: [], fronts: [], skipped: [] };
}

function take(history: Growing, { name, value }: Found): boolean {
  if (isReport(value)) history.reports.push(value);
  else if (isDuetReport(value)) history.duets.push(value);
  else if (isTranslationResult(value)) history.translations.push({ name, result: value });
  else if (isClassifierResult(value)) history.classifiers.push({ name, result: [value] });
  else if (!Array.isArray(value) || value.length === 0) return false;
  else if (value.every(isClassifierResult)) history.classifiers.push({ name, result: value });
  else if (value.every(isFoldingResult)) history.fronts.push({ name, result: value });
  else return false;
  return true;
}

async function filesOf(path: string): Promise<string[]> {
  const entry = await stat(path).catch((error: unknown) => {
    throw new UsageError(`${path}: ${reasonOf(error)}`);
  });
  if (!entry.isDirectory()) return [path];
  const inside = await readdir(path, { recursive: true });
  return inside
    .filter((name) => [".json", ".jsonl"].includes(extname(name)))
    .sort()
    .map((name) => join(path, name));
}

async function readValues(path: string): Promise<Found[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new UsageError(`${path}: ${reasonOf(error)}`);
  });
  const place = relative(".", path);
  const name = basename(path, extname(path));
  if (extname(path) !== ".jsonl") return [{ name, place, value: parse(place, text) }];
  return text.split("\n").flatMap((line, i) => {
    const at = `${place}:${i + 1}`;
    return line.trim() === "" ? [] : [{ name, place: at, value: parse(at, line) }];
  });
}

function parse(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${place}: ${reasonOf(error)}`);
  }
}
