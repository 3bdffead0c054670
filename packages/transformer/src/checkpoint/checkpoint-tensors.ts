import {
  type FileTensor,
  MalformedFileError,
  readSafetensors,
  widenToFloat32,
} from "@bnnkit/model";
import { type CheckpointFiles, findFile, parseObject, textOf } from "./checkpoint-files.ts";

const single = "model.safetensors";
const index = "model.safetensors.index.json";

/** The tensors of a checkpoint, in one file or in shards with an index. It notes which were read. */
export class CheckpointTensors {
  readonly #where: string;
  readonly #tensors: ReadonlyMap<string, FileTensor>;
  readonly #read = new Set<string>();

  constructor(where: string, tensors: ReadonlyMap<string, FileTensor>) {
    this.#where = where;
    this.#tensors = tensors;
  }

  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  /** The dtype of a tensor, undefined for one that is not there. */
  dtypeOf(name: string): FileTensor["dtype"] | undefined {
    return this.#tensors.get(name)?.dtype;
  }

  /** The numbers of a tensor of floats.
   *  @throws RangeError for a tensor that is not there or of another shape, TypeError for one of no floats. */
  floats(name: string, shape: readonly number[]): Float32Array {
    const tensor = this.tensor(name, shape);
    try {
      return widenToFloat32(tensor);
    } catch (cause) {
      throw new TypeError(
        `${this.#where}: tensor "${name}" must be of floats (F32, F16, BF16, F8), got ${tensor.dtype}`,
        { cause },
      );
    }
  }

  /** A tensor of a shape. @throws RangeError for one that is not there or of another. */
  tensor(name: string, shape: readonly number[]): FileTensor {
    const tensor = this.#tensors.get(name);
    if (tensor === undefined) {
      throw new RangeError(`${this.#where}: tensor "${name}" must be there`);
    }
    if (tensor.shape.join() !== shape.join()) {
      throw new RangeError(
        `${this.#where}: tensor "${name}" must be [${shape.join(", ")}], as config.json says, got [${tensor.shape.join(", ")}]`,
      );
    }
    this.#read.add(name);
    return tensor;
  }

  /** Refuses tensors that nobody has read, but for those that are known to be of no use.
   *  @throws RangeError naming the first, so that a model with more than this package computes is never read as if it had not. */
  refuseRest(isIgnored: (name: string) => boolean): void {
    for (const name of this.#tensors.keys()) {
      if (this.#read.has(name) || isIgnored(name)) continue;
      throw new RangeError(
        `${this.#where}: tensor "${name}" is none that this architecture has: the model computes something else`,
      );
    }
  }
}

/** Reads "model.safetensors", or the shards that "model.safetensors.index.json" lists.
 *  @throws RangeError for a file or tensor that is not there, MalformedFileError naming a file that is cut off or none. */
export async function readTensors(
  where: string,
  files: CheckpointFiles,
): Promise<CheckpointTensors> {
  const whole = await findFile(where, files, single);
  if (whole !== undefined) return new CheckpointTensors(where, readShard(where, single, whole));
  const listing = await findFile(where, files, index);
  if (listing === undefined) {
    throw new RangeError(`${where}: ${single} or ${index} must be there`);
  }
  const places = weightMap(where, textOf(where, index, listing));
  const tensors = new Map<string, FileTensor>();
  for (const shard of new Set(places.values())) {
    const bytes = await findFile(where, files, shard);
    if (bytes === undefined) {
      throw new RangeError(`${where}: ${shard}, which ${index} lists, must be there`);
    }
    for (const [name, tensor] of readShard(where, shard, bytes)) {
      const place = places.get(name) ?? shard;
      if (place !== shard) {
        throw new RangeError(
          `${where}: ${shard} has the tensor "${name}", which must be in ${place}, as ${index} says`,
        );
      }
      tensors.set(name, tensor);
    }
  }
  for (const [name, shard] of places) {
    if (!tensors.has(name)) {
      throw new RangeError(`${where}: ${shard} must have the tensor "${name}", as ${index} says`);
    }
  }
  return new CheckpointTensors(where, tensors);
}

function readShard(
  where: string,
  name: string,
  bytes: Uint8Array,
): ReadonlyMap<string, FileTensor> {
  try {
    return readSafetensors(bytes).tensors;
  } catch (cause) {
    if (!(cause instanceof MalformedFileError)) throw cause;
    throw new MalformedFileError(`${where}: ${name}: ${cause.message}`, { cause });
  }
}

function weightMap(where: string, text: string): ReadonlyMap<string, string> {
  const map: unknown = Reflect.get(parseObject(where, index, text), "weight_map");
  if (typeof map !== "object" || map === null) {
    throw new TypeError(`${where}: ${index} must have a weight_map`);
  }
  return new Map(
    Object.entries(map).map(([name, shard]: [string, unknown]) => {
      if (typeof shard === "string") return [name, shard];
      throw new TypeError(`${where}: ${index}: weight_map["${name}"] must be the name of a file`);
    }),
  );
}
