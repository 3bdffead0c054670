import type { ImageResult } from "../image/image-result.ts";

/** Results of one system, preset and network, over its seeds. */
interface Group {
  readonly first: ImageResult;
  readonly results: readonly ImageResult[];
}

const header = [
  "network",
  "system",
  "preset",
  "test accuracy",
  "file, bytes",
  "bits per parameter",
  "binary MACs",
  "same class",
];

/** A Markdown table of results: the mean of the seeds, and how far they spread. */
export function formatSystems(results: readonly ImageResult[]): string {
  const rows = groupsOf(results).map(({ first, results: seeds }) => [
    first.network,
    first.system,
    first.preset,
    formatAccuracy(seeds.map(({ accuracy }) => accuracy)),
    `${first.modelBytes}`,
    first.bitsPerParameter.toFixed(2),
    `${(100 * first.binaryMacShare).toFixed(1)} %`,
    seeds.every(({ sameClass, testImages }) => sameClass === testImages)
      ? "all"
      : `${Math.min(...seeds.map(({ sameClass }) => sameClass))} of ${first.testImages}`,
  ]);
  const lines = [header, header.map(() => "---"), ...rows];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}

function formatAccuracy(shares: readonly number[]): string {
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const percent = `${(100 * mean).toFixed(2)} %`;
  if (shares.length === 1) return percent;
  const spread = 100 * (Math.max(...shares) - Math.min(...shares));
  return `${percent} (${shares.length} seeds, within ${spread.toFixed(2)})`;
}

function groupsOf(results: readonly ImageResult[]): readonly Group[] {
  const groups = new Map<string, ImageResult[]>();
  for (const result of results) {
    const key = `${result.network} ${result.system} ${result.preset}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].flatMap((of) => (of[0] ? [{ first: of[0], results: of }] : []));
}
