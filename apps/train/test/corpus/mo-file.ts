/** Bytes of a gettext .mo file (little-endian, revision 0): two tables of (length, offset), then the strings, each
 *  ended by a zero byte. A context stands before its message and 0x04, a plural after the singular and a zero. */
export function moFile(messages: Readonly<Record<string, string>>): Buffer {
  const header = { "": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2;\n" };
  const entries = Object.entries({ ...header, ...messages }).sort(([a], [b]) => (a < b ? -1 : 1));
  const tableBytes = 8 * entries.length;
  const head = Buffer.alloc(28 + 2 * tableBytes);
  const numbers = [0x950412de, 0, entries.length, 28, 28 + tableBytes, 0, 28 + 2 * tableBytes];
  for (const [index, number] of numbers.entries()) head.writeUInt32LE(number, 4 * index);
  const strings: Buffer[] = [];
  let offset = head.length;
  for (const column of [0, 1] as const) {
    for (const [index, entry] of entries.entries()) {
      const bytes = Buffer.from(`${entry[column]}\0`, "utf8");
      const at = 28 + column * tableBytes + 8 * index;
      head.writeUInt32LE(bytes.length - 1, at);
      head.writeUInt32LE(offset, at + 4);
      strings.push(bytes);
      offset += bytes.length;
    }
  }
  return Buffer.concat([head, ...strings]);
}
