import type { Machine } from "./machine.ts";
import type { BenchmarkReport, BenchmarkRow, ModelMemory } from "./report.ts";

/** A report for people: the machine, then a table for each op and shape. */
export function formatReport({ machine, versions, rows, memory }: BenchmarkReport): string {
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const labels = new Set(rows.map(labelOf));
  const tables = [...labels].map((label) =>
    formatTable(
      label,
      rows.filter((row) => labelOf(row) === label),
    ),
  );
  return [
    formatMachine(machine),
    packages.join(", "),
    ...tables.map((table) => `\n${table}`),
    ...(memory === undefined ? [] : [`\n${formatMemory(memory)}`]),
    "",
  ].join("\n");
}

function labelOf({ op, shape, threads }: BenchmarkRow): string {
  return `${op} ${shape}, ${threads} thread${threads === 1 ? "" : "s"}`;
}

function formatMachine({ processor, cores, system, loadAverage, node }: Machine): string {
  return `${processor}, ${cores} cores, ${system}, Node ${node}, load ${loadAverage.toFixed(1)}`;
}

function formatTable(label: string, rows: readonly BenchmarkRow[]): string {
  const peers = [...new Set(rows.flatMap(({ ratios }) => Object.keys(ratios)))];
  const titles = ["", "median ms", "quartiles ms", "cpu ms", "op/s"];
  const header = [...titles, ...peers.map((peer) => `× ${peer} (cpu)`)];
  const cells = rows.map((row) => [
    row.arm,
    significant(row.medianMilliseconds),
    `${significant(row.lowerQuartileMilliseconds)} … ${significant(row.upperQuartileMilliseconds)}`,
    significant(row.medianCpuMilliseconds),
    withPrefix(row.operationsPerSecond),
    ...peers.map((peer) => formatRatio(row, peer)),
  ]);
  return [label, ...align([header, ...cells])].join("\n");
}

function formatRatio({ ratios, cpuRatios }: BenchmarkRow, peer: string): string {
  if (ratios[peer] === undefined) return "";
  return `${significant(ratios[peer])} (${significant(cpuRatios[peer])})`;
}

function formatMemory(memory: ModelMemory): string {
  const { modelBytes, tokenizerBytes, arenaPeakBytes } = memory;
  return [
    "memory",
    ...align([
      ["model and tokenizer files", mebibytes(modelBytes + tokenizerBytes)],
      ["kernels' arena, peak", mebibytes(arenaPeakBytes)],
      ["process, peak", mebibytes(memory.peakBytes)],
      ["empty process, peak", mebibytes(memory.emptyProcessPeakBytes)],
      ["above the empty process", mebibytes(memory.peakAboveEmptyBytes)],
    ]),
  ].join("\n");
}

/** Lines of columns: the first to the left, the others to the right. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) => {
    const cells = row.map((cell, i) =>
      i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]),
    );
    return `  ${cells.join("   ")}`.trimEnd();
  });
}

function significant(value: number): string {
  const digits = Math.floor(Math.log10(value));
  return Number.isFinite(digits) ? value.toFixed(Math.min(6, Math.max(0, 2 - digits))) : `${value}`;
}

function withPrefix(value: number): string {
  for (const [factor, prefix] of [
    [1e12, " T"],
    [1e9, " G"],
    [1e6, " M"],
    [1e3, " k"],
  ] as const) {
    if (value >= factor) return significant(value / factor) + prefix;
  }
  return significant(value);
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
