import type { Bytes } from "./byte-view.ts";
import { parsedDescription } from "./check-description.ts";
import { CheckedModel } from "./checked-model.ts";
import { contentChecksum } from "./checksum.ts";
import { format, formatVersion, freeText, maximumHeaderBytes, packing } from "./file-metadata.ts";
import { MalformedFileError } from "./malformed-file-error.ts";
import { modelTensors } from "./model-tensors.ts";
import { quoted } from "./quoted.ts";
import { readSafetensors, type Safetensors } from "./read-safetensors.ts";
import { parseV1 } from "./v1/parse.ts";

/**
 * Reads a model file and checks all of it: format, version, checksum, description and tensors. A file of version 1 becomes
 * the same model in the terms of version 2.
 *
 * The tensors are views of `bytes` wherever their data is aligned, so `bytes` must not change while
 * they are in use. Time and memory are bounded by the length of `bytes`.
 * @throws TypeError unless `bytes` is a buffer or a view of one; MalformedFileError, which says what is wrong and
 *   where, for anything that `writeModel` would not have written.
 */
export function readModel(bytes: Bytes): CheckedModel {
  const file = readSafetensors(bytes, { maximumHeaderBytes });
  checkFormat(file.metadata);
  checkChecksum(file);
  return asFileErrors(() => {
    const { description = "" } = file.metadata;
    const tensors = modelTensors(file.tensors);
    const metadata = freeText(file.metadata);
    if (file.metadata.formatVersion === formatVersion) {
      return new CheckedModel(parsedDescription(description), { tensors, metadata });
    }
    const { typed, renamed } = parseV1(description);
    const named = [...tensors].map(([name, tensor]) => [renamed(name), tensor] as const);
    return new CheckedModel(typed, { tensors: new Map(named), metadata });
  });
}

function checkFormat(metadata: Readonly<Record<string, string>>): void {
  if (metadata.format !== format) {
    throw new MalformedFileError(
      `readModel: metadata.format must be "${format}", got ${quoted(metadata.format)}`,
    );
  }
  if (metadata.formatVersion !== formatVersion && metadata.formatVersion !== "1") {
    throw new MalformedFileError(
      `readModel: metadata.formatVersion must be "1" or "${formatVersion}", the versions that this release reads, got ${quoted(metadata.formatVersion)}`,
    );
  }
  if (metadata.packing !== packing) {
    throw new MalformedFileError(
      `readModel: metadata.packing must be "${packing}", got ${quoted(metadata.packing)}`,
    );
  }
}

function checkChecksum({ tensors, metadata }: Safetensors): void {
  const { checksum, ...content } = metadata;
  const actual = contentChecksum({ tensors, metadata: content });
  if (checksum !== actual) {
    throw new MalformedFileError(
      `readModel: the content must have metadata.checksum (${quoted(checksum)}), got ${actual}: the file is damaged`,
    );
  }
}

/** What is wrong with a model is wrong with the file it was read from. */
function asFileErrors<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) {
      throw new MalformedFileError(`readModel: ${error.message}`, { cause: error });
    }
    throw error;
  }
}
