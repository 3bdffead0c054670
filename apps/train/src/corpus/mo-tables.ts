const magic = 0x950412de;
const headerBytes = 20;
const rowBytes = 8;
/** Strings may share bytes, but a small file that unfolds into far more text than it holds is an attack. */
const maximumSharing = 4;

/** Checks that the two string tables of a gettext `.mo` file, and every string that they point to, lie inside it.
 *  Both byte orders are read. Format: GNU gettext manual, "The Format of GNU MO Files".
 *  @returns the header, the translation of the empty message; empty if the catalogue has none
 *  @throws RangeError saying what lies outside the file. */
export function checkMoTables(bytes: Buffer): Buffer {
  if (bytes.length < headerBytes) throw new RangeError(`it has ${bytes.length} bytes`);
  const isLittleEndian = bytes.readUInt32LE(0) === magic;
  if (!isLittleEndian && bytes.readUInt32BE(0) !== magic) {
    throw new RangeError("it does not start as a .mo file does");
  }
  const read = (at: number) => (isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const major = read(4) >>> 16;
  if (major > 1) throw new RangeError(`its format has the unknown revision ${major}`);
  const count = read(8);
  const tables = [read(12), read(16)];
  let total = 0;
  for (const table of tables) {
    if (table + count * rowBytes > bytes.length) {
      throw new RangeError(`a table of ${count} strings at byte ${table} ends outside the file`);
    }
    for (let at = table; at < table + count * rowBytes; at += rowBytes) {
      const [length, offset] = [read(at), read(at + 4)];
      if (offset + length > bytes.length) {
        throw new RangeError(`a string of ${length} bytes at byte ${offset} ends outside the file`);
      }
      total += length;
    }
  }
  if (total > maximumSharing * bytes.length) {
    throw new RangeError(`its strings overlap: ${total} bytes in a file of ${bytes.length}`);
  }
  const [sources = 0, targets = 0] = tables;
  if (count === 0 || read(sources) !== 0) return Buffer.alloc(0);
  return bytes.subarray(read(targets + 4), read(targets + 4) + read(targets));
}
