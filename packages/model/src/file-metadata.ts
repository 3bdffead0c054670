/** Values of the metadata keys that never change within a format version. */
export const format = "bnnkit";
export const formatVersion = "2";
export const packing = "bit=1 iff x<0; little-endian 32-bit words; rows padded to 128 bits";

/** Greatest header of a model file, bytes: at some 400 bytes a node, room for 10,000 of them. */
export const maximumHeaderBytes: number = 4 * 2 ** 20;

/** Metadata keys that the file format writes; free text must use others. */
const reservedKeys: readonly string[] = [
  "format",
  "formatVersion",
  "packing",
  "description",
  "checksum",
];

/** All metadata of a model's file but the checksum. @param description  As JSON, its fields in the fixed order. */
export function fileMetadata(
  description: string,
  freeText: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  for (const key of reservedKeys) {
    if (Object.hasOwn(freeText, key)) {
      throw new RangeError(
        `writeModel: metadata must not have the key "${key}", which the file format writes`,
      );
    }
  }
  return {
    ...freeText,
    format,
    formatVersion,
    packing,
    description,
  };
}

/** The metadata that is not the file format's own. */
export function freeText(
  metadata: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(metadata).filter(([key]) => !reservedKeys.includes(key)),
  );
}
