import { variantOf } from "../image/image-result.ts";
import {
  type BatchSpeed,
  groupResults,
  type ResultGroup,
  type SystemResult,
} from "./system-result.ts";

interface Column {
  readonly title: string;
  cell(group: ResultGroup): string;
}

const columns: readonly Column[] = [
  { title: "network", cell: ({ first }) => first.network },
  { title: "system", cell: ({ first }) => first.system },
  { title: "preset", cell: ({ first }) => variantOf(first) },
  { title: "test accuracy", cell: formatAccuracy },
  { title: "file, bytes", cell: ({ first }) => `${first.modelBytes}` },
  { title: "bits per parameter", cell: ({ first }) => first.bitsPerParameter.toFixed(2) },
  { title: "binary MACs", cell: ({ first }) => `${(100 * first.binaryMacShare).toFixed(1)} %` },
  { title: "same class", cell: formatAgreement },
];

/** The float networks that a packed one is compared with: names in speeds, and what the table calls them. */
const peers = [
  { arm: "tfjs-wasm", title: "× tfjs-wasm" },
  { arm: "onnxruntime-web-float", title: "× onnxruntime-web" },
];

/** A Markdown table of results: the mean of the seeds and their standard deviation, and speeds where they were measured. */
export function formatSystems(results: readonly SystemResult[]): string {
  const all = [...columns, ...speedColumns(results)];
  const rows = groupResults(results).map((group) => all.map(({ cell }) => cell(group)));
  const lines = [all.map(({ title }) => title), all.map(() => "---"), ...rows];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}

function formatAccuracy({ accuracy, deviation, results }: ResultGroup): string {
  const percent = `${(100 * accuracy).toFixed(2)} %`;
  if (deviation === undefined) return percent;
  return `${percent} ± ${(100 * deviation).toFixed(2)} (${results.length} seeds)`;
}

/** The fewest images of a seed that have the same class, and how many of the others are no ties. */
function formatAgreement({ first, results }: ResultGroup): string {
  if (results.every(({ sameClass, testImages }) => sameClass === testImages)) return "all";
  const same = `${Math.min(...results.map(({ sameClass }) => sameClass))} of ${first.testImages}`;
  const others = results.flatMap(({ otherClass }) => otherClass ?? []);
  return others.length < results.length ? same : `${same}, ${Math.max(...others)} no tie`;
}

/** Speeds in the largest batches: of the first seed that has one. */
function speedColumns(results: readonly SystemResult[]): readonly Column[] {
  const size = Math.max(
    ...results.flatMap(({ speeds = [] }) => speeds.map(({ batchSize }) => batchSize)),
  );
  if (!Number.isFinite(size)) return [];
  const speedOf = (group: ResultGroup): BatchSpeed | undefined =>
    group.results.flatMap(({ speeds = [] }) => speeds).find(({ batchSize }) => batchSize === size);
  const perSecond: Column = {
    title: `images/s in batches of ${size}`,
    cell(group) {
      const speed = speedOf(group);
      return speed ? `${Math.round(speed.imagesPerSecond)}` : "";
    },
  };
  const ratios = peers.map(
    ({ arm, title }): Column => ({
      title,
      cell(group) {
        const ratio = speedOf(group)?.ratios[arm];
        return ratio === undefined ? "" : ratio.toFixed(ratio < 1 ? 2 : 1);
      },
    }),
  );
  return [perSecond, ...ratios];
}
