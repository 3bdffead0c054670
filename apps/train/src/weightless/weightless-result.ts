import type { NetworkSize } from "./network-size.ts";
import type { WeightlessConfig } from "./weightless-config.ts";

/** What a run has come to. */
export interface WeightlessResult extends NetworkSize {
  readonly data: string;
  readonly seed: number;
  readonly config: WeightlessConfig;
  readonly trainRows: number;
  readonly testRows: number;
  /** Of the rows that were held out, where it is not the seed. */
  readonly splitSeed?: number;
  readonly correct: number;
  readonly accuracy: number;
  /** Comparisons of the thermometer. */
  readonly thresholds: number;
  /** Of the model file's tensors but its examples: encoder, connections, tables or weights; absent in results from before it was counted. */
  readonly parameterBytes?: number;
  /** Of the processor, all threads, until the network is trained; absent in results from before it was measured. */
  readonly trainingSeconds?: number;
  /** Of the model file, encoder and connections included. */
  readonly fileBytes: number;
  readonly nanosecondsPerSample: number;
}

/** Whether a result is of the same network, data and seed. */
export function isSameRun(
  a: Pick<WeightlessResult, "data" | "seed" | "config" | "trainRows" | "testRows" | "splitSeed">,
  b: typeof a,
): boolean {
  const keyOf = ({ data, seed, config, trainRows, testRows, splitSeed }: typeof a): string => {
    const settings = Object.entries(config).sort(([x], [y]) => (x < y ? -1 : 1));
    return JSON.stringify([data, seed, trainRows, testRows, settings, splitSeed]);
  };
  return keyOf(a) === keyOf(b);
}

/** A Markdown table: a line for each data and settings, the mean of its seeds and their sample standard deviation. */
export function formatWeightlessResults(results: readonly WeightlessResult[]): string {
  const keys = results.map(({ data, trainRows, config, splitSeed }) =>
    JSON.stringify([data, trainRows, config, splitSeed]),
  );
  const rows = [...new Set(keys)].map((key) => {
    const group = results.filter((_, i) => keys[i] === key);
    const [{ data, config, tables, trainRows, testRows, connectionBytes, units }] = group;
    const meanOf = (value: (result: WeightlessResult) => number | undefined): string => {
      const average = mean(group.map((result) => value(result) ?? Number.NaN));
      return Number.isNaN(average) ? "" : `${Math.round(average)}`;
    };
    return [
      data,
      units === undefined ? config.system : `${config.system} of ${units} units`,
      `${trainRows} / ${testRows}`,
      formatAccuracy(group.map(({ accuracy }) => accuracy)),
      tables === undefined ? "" : `${tables}`,
      meanOf(({ tableBytes }) => tableBytes),
      connectionBytes === undefined ? "" : `${connectionBytes}`,
      meanOf(({ parameterBytes }) => parameterBytes),
      meanOf(({ fileBytes }) => fileBytes),
      meanOf(({ nanosecondsPerSample }) => nanosecondsPerSample),
      formatSeconds(group),
    ];
  });
  const titles = [
    "data",
    "system",
    "train / test rows",
    "test accuracy",
    "tables",
    "table bytes",
    "connection bytes",
    "parameter bytes",
    "file bytes",
    "ns/sample",
    "training, s",
  ];
  const lines = [titles, titles.map(() => "---"), ...rows];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}

/** Processor time of all seeds together. */
function formatSeconds(group: readonly WeightlessResult[]): string {
  const sum = group.reduce((total, { trainingSeconds = Number.NaN }) => total + trainingSeconds, 0);
  return Number.isNaN(sum) ? "" : sum.toFixed(1);
}

function formatAccuracy(values: readonly number[]): string {
  const average = mean(values);
  const percent = `${(100 * average).toFixed(2)} %`;
  if (values.length === 1) return percent;
  const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  return `${percent} ± ${(100 * deviation).toFixed(2)} (${values.length} seeds)`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
