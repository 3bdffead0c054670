import { checkModel } from "./check-model.ts";
import { contentChecksum } from "./checksum.ts";
import { fileMetadata, maximumHeaderBytes } from "./file-metadata.ts";
import type { PackedModel } from "./packed-model.ts";
import { writeSafetensors } from "./write-safetensors.ts";

/**
 * Checks a model and writes it as a safetensors file; equal models give equal bytes, and their number
 * is what `summarize(model)` says.
 *
 * Metadata: `format` "bnnkit", `formatVersion` "2", `packing` (the bit convention), `description`
 * (JSON), `checksum` (CRC-32 of all other content), and the model's free text.
 * @throws TypeError or RangeError as `checkModel`; RangeError if description and metadata are too long for `readModel`.
 */
export function writeModel(model: PackedModel): Uint8Array {
  const { description, tensors, metadata: freeText } = checkModel(model);
  const metadata = fileMetadata(JSON.stringify(description), freeText);
  const checksum = contentChecksum({ tensors, metadata });
  const bytes = writeSafetensors({ tensors, metadata: { ...metadata, checksum } });
  const headerBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (headerBytes > maximumHeaderBytes) {
    throw new RangeError(
      `writeModel: description and metadata must fit into a header of ${maximumHeaderBytes} bytes, got ${headerBytes}`,
    );
  }
  return bytes;
}
