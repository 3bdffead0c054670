import type { ClassifierSpeed } from "./classifier-speed.ts";

/** A Markdown table: images/s in batches, and how many times as fast as each peer. */
export function formatClassifierSpeeds(speeds: readonly ClassifierSpeed[]): string {
  const columns = columnsOf(speeds);
  const header = ["network", ...columns.map(({ title }) => title)];
  const rows = speeds.map((speed) => [speed.name, ...columns.map(({ cell }) => cell(speed))]);
  const lines = [header, header.map(() => "---"), ...rows];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}

interface Column {
  readonly title: string;
  cell(speed: ClassifierSpeed): string;
}

function columnsOf(speeds: readonly ClassifierSpeed[]): readonly Column[] {
  const batches = speeds.flatMap((speed) => speed.batches);
  const sizes = [...new Set(batches.map(({ batchSize }) => batchSize))].sort((a, b) => a - b);
  const peers = [...new Set(batches.flatMap(({ ratios }) => Object.keys(ratios)))];
  return sizes.flatMap((size): Column[] => {
    const batchOf = ({ batches: own }: ClassifierSpeed) =>
      own.find(({ batchSize }) => batchSize === size);
    const perSecond: Column = {
      title: size === 1 ? "images/s" : `images/s in batches of ${size}`,
      cell(speed) {
        const batch = batchOf(speed);
        return batch ? `${Math.round(batch.imagesPerSecond)}` : "";
      },
    };
    const ratios = peers.map(
      (peer): Column => ({
        title: `× ${peer}`,
        cell(speed) {
          const ratio = batchOf(speed)?.ratios[peer];
          return ratio === undefined ? "" : ratio.toFixed(1);
        },
      }),
    );
    return [perSecond, ...ratios];
  });
}
