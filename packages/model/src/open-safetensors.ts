import { tensorFromLittleEndian } from "./little-endian.ts";
import {
  lengthBytes,
  maximumFormatHeaderBytes,
  parseSafetensorsHeader,
  type SafetensorsHeader,
} from "./safetensors-header.ts";
import { type ByteRanges, type BytesOrSlices, byteRanges } from "./sliced-bytes.ts";
import { bytesPerElement, type FileTensor, type FileTensorSpec } from "./tensor.ts";

/** A safetensors file of which the header was read, and tensors are when they are asked for. */
export interface OpenSafetensors {
  readonly tensors: ReadonlyMap<string, FileTensorSpec>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Reads a tensor, or of its first dimension those from `first` up to `end`.
   *  @throws RangeError for a tensor that is not there, and for rows that it does not have. */
  readonly read: (name: string, first?: number, end?: number) => Promise<FileTensor>;
}

const where = "openSafetensors";
/** Enough to tell a file of another kind by. */
const probeBytes = 4096;

/** Reads the header of a safetensors file, and each tensor by a range of bytes of its own, so that no more is in memory than what was
 *  asked for. Tensors of bytes in memory are views of them wherever their data is aligned.
 *
 *  @throws TypeError unless `content` is bytes or has `size` and `slice`, as a Blob does; MalformedFileError as `readSafetensors`. */
export async function openSafetensors(content: BytesOrSlices): Promise<OpenSafetensors> {
  const ranges = byteRanges(content);
  if (ranges === undefined) {
    throw new TypeError(`${where}: content must be bytes or a Blob, got ${typeof content}`);
  }
  const { headerBytes, tensors, metadata } = await readHeader(ranges);
  const read = async (name: string, first = 0, end?: number): Promise<FileTensor> => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new RangeError(`${where}: tensor "${name}" must be there`);
    const { dtype, shape } = tensor;
    const [rows = 1, ...row] = shape;
    const until = end ?? rows;
    if (!(0 <= first && first <= until && until <= rows)) {
      throw new RangeError(
        `${where}: rows of "${name}" must lie within 0 … ${rows}, got ${first} … ${until}`,
      );
    }
    const rowBytes = row.reduce((product, size) => product * size, bytesPerElement[dtype]);
    const begin = headerBytes + tensor.begin;
    const bytes = await ranges.read(begin + first * rowBytes, begin + until * rowBytes);
    const isWhole = first === 0 && until === rows;
    return tensorFromLittleEndian(bytes, 0, dtype, isWhole ? shape : [until - first, ...row]);
  };
  return { tensors, metadata, read };
}

async function readHeader(ranges: ByteRanges): Promise<SafetensorsHeader> {
  const probe = await ranges.read(0, Math.min(ranges.size, probeBytes));
  const whole = lengthBytes + statedLength(probe);
  const isRead = whole <= probe.length || whole > ranges.size;
  const isTooLong = whole - lengthBytes > maximumFormatHeaderBytes;
  // What is too long is refused by its length alone.
  const head = isRead || isTooLong ? probe : await ranges.read(0, whole);
  return parseSafetensorsHeader(head, where, maximumFormatHeaderBytes, ranges.size);
}

function statedLength(probe: Uint8Array): number {
  if (probe.length < lengthBytes) return 0;
  const view = new DataView(probe.buffer, probe.byteOffset, lengthBytes);
  return view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
}
