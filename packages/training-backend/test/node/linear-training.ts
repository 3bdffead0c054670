import {
  createDataParallelTrainer,
  type DataParallelOptions,
  type DataParallelTrainer,
  type StepResult,
} from "../../src/node/data-parallel-trainer.ts";

/** Of a row. */
export const features = 5;
export const adam = { kind: "adam", beta1: 0.9, beta2: 0.98, epsilon: 1e-9 } as const;

/** What one worker gets of a batch. */
export interface Shard {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly rows: number;
}

/** Rows whose targets no weights give exactly. */
export function shard(number: number, rows = 3): Shard {
  const x = Float32Array.from({ length: rows * features }, (_, i) => Math.sin(7 * number + i));
  x[0] = number; // the replica knows the shard by it
  const y = Float32Array.from({ length: rows }, (_, i) => Math.cos(number + i));
  return { x, y, rows };
}

/** A trainer of a linear model. */
export function create(
  options: Partial<Omit<DataParallelOptions, "replicaOptions">> & { replica?: object } = {},
): Promise<DataParallelTrainer<Shard>> {
  const { replica = {}, ...rest } = options;
  return createDataParallelTrainer<Shard>({
    workers: 2,
    replicaModule: new URL("./linear-replica.mjs", import.meta.url),
    replicaOptions: replica,
    parameters: {
      w: { shape: [features, 1], values: Float32Array.of(0.5, -0.25, 0, 1, -1) },
      b: { shape: [1], values: Float32Array.of(0.125) },
    },
    optimizer: adam,
    nativeMatMul: false, // starts faster
    ...rest,
  });
}

export const stepOptions = (step: number) => ({ step, learningRate: 0.01 * (step + 1), seed: 11 });

/** Steps of three shards each. */
export async function train(
  trainer: DataParallelTrainer<Shard>,
  from: number,
  to: number,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (let step = from; step < to; step++) {
    const shards = [0, 1, 2].map((s) => shard(3 * step + s, 2 + s));
    results.push(await trainer.step(shards, stepOptions(step)));
  }
  return results;
}
