import { countThreads, mebibytes, significant, withPrefix } from "./number-format.ts";
import type { BenchmarkReport, ModelMemory } from "./report.ts";
import type { BenchmarkRow } from "./row.ts";

/** A table of text, as it is shown to people. */
export interface TextTable {
  readonly title: string;
  /** The first row names the columns. */
  readonly cells: readonly (readonly string[])[];
}

/** A table for each op, shape and number of threads, and one of the memory. In the column `arm ×` stands how many times
 *  as fast as the peer of the line that arm of ours is. */
export function tabulate({ rows, memory }: BenchmarkReport): TextTable[] {
  const titles = new Set(rows.map(titleOf));
  const tables = [...titles].map((title) =>
    tabulateRows(
      title,
      rows.filter((row) => titleOf(row) === title),
    ),
  );
  return memory === undefined ? tables : [...tables, tabulateMemory(memory)];
}

/** `Some CPU, 2 cores, …`. */
export function describeRun({ machine, versions }: BenchmarkReport): string[] {
  const { processor, cores, system, loadAverage, node, browser } = machine;
  const runtime = browser ?? `Node ${node}`;
  return [
    `${processor}, ${cores} cores, ${system}, ${runtime}, load ${loadAverage.toFixed(1)}`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
  ];
}

/** `absent: arm: reason`, once for each arm and reason. */
export function describeAbsent({ absent }: BenchmarkReport): string[] {
  const lines = absent.map(({ arm, threads, reason }) => {
    const who = threads === 1 ? arm : `${arm}, ${countThreads(threads)}`;
    return `${who}: ${reason.replace(/\s*\n\s*/g, " ")}`;
  });
  return [...new Set(lines)];
}

function titleOf({ op, shape, origin, threads }: BenchmarkRow): string {
  const title = `${op} ${shape}, ${countThreads(threads)}`;
  return origin === "" ? title : `${title} (${origin})`;
}

function tabulateRows(title: string, rows: readonly BenchmarkRow[]): TextTable {
  const ours = rows.filter(({ isPeer, ratios }) => !isPeer && Object.keys(ratios).length > 0);
  const has = (field: keyof BenchmarkRow): boolean => rows.some((row) => row[field] !== undefined);
  const columns: (readonly [title: string, cell: (row: BenchmarkRow) => string])[] = [
    ["", ({ arm, device }) => (device === undefined ? arm : `${arm} (${device})`)],
    ["median ms", ({ medianMilliseconds }) => significant(medianMilliseconds)],
    [
      "quartiles ms",
      ({ lowerQuartileMilliseconds: lower, upperQuartileMilliseconds: upper }) =>
        `${significant(lower)} … ${significant(upper)}`,
    ],
  ];
  if (has("medianCpuMilliseconds"))
    columns.push(["cpu ms", (row) => optional(row.medianCpuMilliseconds)]);
  if (has("coldMedianMilliseconds"))
    columns.push(["cold ms", (row) => optional(row.coldMedianMilliseconds)]);
  if (has("firstRunMilliseconds")) {
    columns.push(["prepare ms", (row) => optional(row.prepareMilliseconds)]);
    columns.push(["first ms", (row) => optional(row.firstRunMilliseconds)]);
  }
  columns.push(["op/s", ({ operationsPerSecond }) => withPrefix(operationsPerSecond)]);
  if (has("threadSpeedup")) columns.push(["× 1 thread", (row) => optional(row.threadSpeedup)]);
  for (const { arm, ratios } of ours)
    columns.push([`${arm} ×`, (row) => optional(ratios[row.arm])]);
  const header = columns.map(([name]) => name);
  return { title, cells: [header, ...rows.map((row) => columns.map(([, cell]) => cell(row)))] };
}

function optional(value: number | undefined): string {
  return value === undefined ? "" : significant(value);
}

function tabulateMemory(memory: ModelMemory): TextTable {
  const { modelBytes, tokenizerBytes, arenaPeakBytes } = memory;
  const files =
    tokenizerBytes === undefined
      ? ["model file", mebibytes(modelBytes)]
      : ["model and tokenizer files", mebibytes(modelBytes + tokenizerBytes)];
  const peers = Object.entries(memory.peers).flatMap(([arm, peer]) => [
    [`${arm}: model files`, mebibytes(peer.modelBytes)],
    [`${arm}: above the empty process`, mebibytes(peer.peakAboveEmptyBytes)],
    [`${arm}: × this`, significant(peer.peakAboveEmptyBytes / memory.peakAboveEmptyBytes)],
  ]);
  return {
    title: "memory",
    cells: [
      ["", "peak"],
      files,
      ["kernels' arena", mebibytes(arenaPeakBytes)],
      ["process", mebibytes(memory.peakBytes)],
      ["empty process", mebibytes(memory.emptyProcessPeakBytes)],
      ["above the empty process", mebibytes(memory.peakAboveEmptyBytes)],
      ...peers,
    ],
  };
}
