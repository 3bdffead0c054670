import { type Bytes, type FileTensor, writeSafetensors } from "@bnnkit/model";
import { createRandom } from "@bnnkit/testing";
import type { PlainMatrix } from "./plain-layers.ts";

/** A checkpoint that a test wrote, and what its model computes by plain loops. */
export interface WrittenCheckpoint {
  readonly files: ReadonlyMap<string, Bytes | string>;
  /** [positions][vocabulary] */
  readonly logits: (ids: readonly number[]) => readonly (readonly number[])[];
}

/** Tensors of random numbers by their names. */
export class RandomTensors {
  readonly tensors = new Map<string, FileTensor>();
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = createRandom(seed).uniform;
  }

  /** Numbers around `mean`, of a spread of `scale`. */
  add(name: string, shape: readonly number[], scale = 0.4, mean = 0): void {
    const length = shape.reduce((a, b) => a * b);
    const data = Float32Array.from({ length }, () => mean + scale * (2 * this.#next() - 1));
    this.tensors.set(name, { dtype: "F32", shape, data });
  }

  matrix(name: string): PlainMatrix {
    const tensor = this.tensors.get(name);
    if (tensor === undefined) throw new RangeError(`no tensor "${name}"`);
    return { shape: tensor.shape, data: Array.from(tensor.data, Number) };
  }

  data(name: string): ArrayLike<number> {
    return this.matrix(name).data;
  }
}

/** A tokenizer.json of the words "w0" … split at spaces. */
export function wordTokenizer(count: number): string {
  return JSON.stringify({
    version: "1.0",
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: "WhitespaceSplit" },
    post_processor: null,
    decoder: null,
    model: {
      type: "WordLevel",
      vocab: Object.fromEntries(Array.from({ length: count }, (_, id) => [`w${id}`, id])),
      unk_token: "w0",
    },
  });
}

/** The files of a checkpoint in one file of tensors. */
export function checkpointFiles(
  config: object,
  tensors: ReadonlyMap<string, FileTensor>,
  tokenizer: string,
): Map<string, Bytes | string> {
  return new Map<string, Bytes | string>([
    ["config.json", JSON.stringify(config)],
    ["tokenizer.json", tokenizer],
    ["model.safetensors", writeSafetensors({ tensors, metadata: { format: "pt" } })],
  ]);
}

/** The same tensors in two files with an index. */
export function inShards(
  files: ReadonlyMap<string, Bytes | string>,
  tensors: ReadonlyMap<string, FileTensor>,
): Map<string, Bytes | string> {
  const sharded = new Map(files);
  sharded.delete("model.safetensors");
  const places = new Map(
    [...tensors.keys()].map((name, i) => [name, `model-0000${(i % 2) + 1}-of-00002.safetensors`]),
  );
  for (const shard of new Set(places.values())) {
    const own = new Map([...tensors].filter(([name]) => places.get(name) === shard));
    sharded.set(shard, writeSafetensors({ tensors: own, metadata: {} }));
  }
  const index = { metadata: {}, weight_map: Object.fromEntries(places) };
  return sharded.set("model.safetensors.index.json", JSON.stringify(index));
}
