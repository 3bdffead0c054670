import {
  type BytesOrSlices,
  type FileTensor,
  type FileTensorSpec,
  MalformedFileError,
  type OpenSafetensors,
  openSafetensors,
  tensorBytes,
  widenToFloat32,
} from "@bnnkit/model";
import { type CheckpointFiles, findFile, parseObject, textOf } from "./checkpoint-files.ts";

const single = "model.safetensors";
const index = "model.safetensors.index.json";

/** Most bytes that are read at once of a tensor that becomes something else, but for a row that takes more. */
export const pieceBytes: number = 2 ** 22;

/** A tensor in a file whose header was read. */
interface PlacedTensor extends FileTensorSpec {
  readonly file: OpenSafetensors;
}

/** The tensors of a checkpoint, in one file or in shards with an index, each read when it is asked for. It notes which were. */
export class CheckpointTensors {
  readonly #where: string;
  readonly #tensors: ReadonlyMap<string, PlacedTensor>;
  readonly #read = new Set<string>();

  constructor(where: string, tensors: ReadonlyMap<string, PlacedTensor>) {
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
  async floats(name: string, shape: readonly number[]): Promise<Float32Array> {
    const { dtype, file } = this.#placed(name, shape);
    if (dtype === "F32") return this.#widened(name, await file.read(name));
    const numbers = new Float32Array(shape.reduce((product, size) => product * size, 1));
    let at = 0;
    for await (const piece of this.pieces(name, shape)) {
      const part = this.#widened(name, piece);
      numbers.set(part, at);
      at += part.length;
    }
    return numbers;
  }

  /** A tensor of a shape as pieces of whole rows, one after the other. @throws RangeError for one that is not there or of another. */
  pieces(name: string, shape: readonly number[]): AsyncIterable<FileTensor> {
    return piecesOf(name, this.#placed(name, shape));
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

  #placed(name: string, shape: readonly number[]): PlacedTensor {
    const placed = this.#tensors.get(name);
    if (placed === undefined) {
      throw new RangeError(`${this.#where}: tensor "${name}" must be there`);
    }
    if (placed.shape.join() !== shape.join()) {
      throw new RangeError(
        `${this.#where}: tensor "${name}" must be [${shape.join(", ")}], as config.json says, got [${placed.shape.join(", ")}]`,
      );
    }
    this.#read.add(name);
    return placed;
  }

  #widened(name: string, tensor: FileTensor): Float32Array {
    const numbers = this.#floatsOf(name, tensor);
    const wrong = numbers.findIndex((number) => !Number.isFinite(number));
    if (wrong < 0) return numbers;
    throw new RangeError(
      `${this.#where}: tensor "${name}" must be of finite numbers, got ${numbers[wrong]}`,
    );
  }

  #floatsOf(name: string, tensor: FileTensor): Float32Array {
    try {
      return widenToFloat32(tensor);
    } catch (cause) {
      throw new TypeError(
        `${this.#where}: tensor "${name}" must be of floats (F32, F16, BF16, F8), got ${tensor.dtype}`,
        { cause },
      );
    }
  }
}

async function* piecesOf(name: string, placed: PlacedTensor): AsyncGenerator<FileTensor> {
  const [rows = 1] = placed.shape;
  const rowsAtOnce = Math.max(1, Math.floor((pieceBytes * rows) / tensorBytes(placed)));
  for (let first = 0; first < rows; first += rowsAtOnce) {
    yield await placed.file.read(name, first, Math.min(first + rowsAtOnce, rows));
  }
}

/** Opens "model.safetensors", or the shards that "model.safetensors.index.json" lists.
 *  @throws RangeError for a file or tensor that is not there, MalformedFileError naming a file that is cut off or none. */
export async function readTensors(
  where: string,
  files: CheckpointFiles,
): Promise<CheckpointTensors> {
  const whole = await findFile(where, files, single);
  if (whole !== undefined)
    return new CheckpointTensors(where, await openShard(where, single, whole));
  const listing = await findFile(where, files, index);
  if (listing === undefined) {
    throw new RangeError(`${where}: ${single} or ${index} must be there`);
  }
  const places = weightMap(where, await textOf(where, index, listing));
  const tensors = new Map<string, PlacedTensor>();
  for (const shard of new Set(places.values())) {
    const content = await findFile(where, files, shard);
    if (content === undefined) {
      throw new RangeError(`${where}: ${shard}, which ${index} lists, must be there`);
    }
    for (const [name, tensor] of await openShard(where, shard, content)) {
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

async function openShard(
  where: string,
  name: string,
  content: BytesOrSlices,
): Promise<ReadonlyMap<string, PlacedTensor>> {
  try {
    const file = await openSafetensors(content);
    return new Map([...file.tensors].map(([tensor, spec]) => [tensor, { ...spec, file }]));
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
      if (typeof shard === "string" && /^(?!\.+$)[^/\\]+$/.test(shard)) return [name, shard];
      throw new TypeError(
        `${where}: ${index}: weight_map["${name}"] must be the name of a file beside it, got ${JSON.stringify(shard)}`,
      );
    }),
  );
}
