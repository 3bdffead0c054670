import { readFile } from "node:fs/promises";
import { UsageError } from "../exit-code.ts";
import { reasonOf } from "../reason-of.ts";
import type { BenchmarkReport } from "./report.ts";

/** Reads a report that `--json` has written.
 *  @throws UsageError that names the path when it is none, or one of another format. */
export async function readReport(path: string): Promise<BenchmarkReport> {
  let report: unknown;
  try {
    report = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new UsageError(`${path}: ${reasonOf(error)}`);
  }
  if (!isReport(report)) {
    throw new UsageError(`${path}: no report of format "bnnkit-benchmark", version 1`);
  }
  return report;
}

/** Whether a value read from JSON is such a report. */
export function isReport(value: unknown): value is BenchmarkReport {
  return (
    typeof value === "object" &&
    value !== null &&
    "format" in value &&
    value.format === "bnnkit-benchmark" &&
    "formatVersion" in value &&
    value.formatVersion === 1 &&
    "rows" in value &&
    Array.isArray(value.rows) &&
    value.rows.every((row) => typeof row?.isPeer === "boolean" && typeof row.ratios === "object")
  );
}
