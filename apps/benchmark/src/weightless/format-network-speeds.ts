import { significant, withPrefix } from "../report/number-format.ts";
import type { NetworkSpeed } from "./network-speed.ts";

/** A Markdown table, a line for each network and number of samples. */
export function formatNetworkSpeeds(speeds: readonly NetworkSpeed[]): string {
  const header = [
    ...["network", "tables", "samples", "ns/sample", "cpu ns/sample", "tables/ms of cpu"],
    ...["plain-js: cpu ns/sample", "tables/ms of cpu", "×"],
  ];
  const rows = speeds.map(({ name, tables, samples, packed, plain, ratio }) => [
    ...[name, `${tables}`, `${samples}`],
    ...[significant(packed.nanosecondsPerSample), significant(packed.cpuNanosecondsPerSample)],
    withPrefix(packed.tablesPerCpuMillisecond),
    ...[significant(plain.cpuNanosecondsPerSample), withPrefix(plain.tablesPerCpuMillisecond)],
    significant(ratio),
  ]);
  const lines = [header, header.map(() => "---"), ...rows];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
