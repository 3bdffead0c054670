/** How the bytes of a .mo file differ from the usual: little-endian, UTF-8. */
export interface MoFormat {
  readonly bigEndian?: boolean;
  /** Bytes are written in Latin-1; the header says so. */
  readonly latin1?: boolean;
  /** Header instead of the usual. */
  readonly header?: string;
}

/** Bytes of a gettext .mo file (revision 0): two tables of (length, offset), then the strings, each ended by a zero
 *  byte. A context stands before its message and 0x04, a plural after the singular and a zero. */
export function moFile(messages: Readonly<Record<string, string>>, format: MoFormat = {}): Buffer {
  const charset = format.latin1 === true ? "ISO-8859-1" : "UTF-8";
  const usual = `Content-Type: text/plain; charset=${charset}\nPlural-Forms: nplurals=2;\n`;
  const header = { "": format.header ?? usual };
  const entries = Object.entries({ ...header, ...messages }).sort(([a], [b]) => (a < b ? -1 : 1));
  const tableBytes = 8 * entries.length;
  const head = Buffer.alloc(28 + 2 * tableBytes);
  const write = (number: number, at: number) =>
    format.bigEndian === true ? head.writeUInt32BE(number, at) : head.writeUInt32LE(number, at);
  const numbers = [0x950412de, 0, entries.length, 28, 28 + tableBytes, 0, 28 + 2 * tableBytes];
  for (const [index, number] of numbers.entries()) write(number, 4 * index);
  const strings: Buffer[] = [];
  let offset = head.length;
  for (const column of [0, 1] as const) {
    for (const [index, entry] of entries.entries()) {
      const bytes = Buffer.from(`${entry[column]}\0`, format.latin1 === true ? "latin1" : "utf8");
      const at = 28 + column * tableBytes + 8 * index;
      write(bytes.length - 1, at);
      write(offset, at + 4);
      strings.push(bytes);
      offset += bytes.length;
    }
  }
  return Buffer.concat([head, ...strings]);
}
