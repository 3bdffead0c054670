import type { BenchmarkRow } from "../report/row.ts";

/** How fast a classifier is on one thread, and how much faster than a peer with the same network in float32. */
export interface ClassifierSpeed {
  readonly name: string;
  /** By images of a batch. */
  readonly batches: readonly {
    readonly batchSize: number;
    readonly imagesPerSecond: number;
    /** By peer. */
    readonly ratios: Readonly<Record<string, number>>;
  }[];
}

/** The speed of the packed network among the rows of a run. */
export function classifierSpeed(name: string, rows: readonly BenchmarkRow[]): ClassifierSpeed {
  const own = rows.filter(({ isPeer }) => !isPeer);
  return {
    name,
    batches: own.map(({ shape, operationsPerSecond, ratios }) => ({
      batchSize: Number(shape.replace("batch-", "")),
      imagesPerSecond: operationsPerSecond,
      ratios,
    })),
  };
}
