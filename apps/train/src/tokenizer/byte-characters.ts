/** The character that stands for each byte in a byte-level vocabulary: printable Latin-1 characters stand for
 *  themselves, the other bytes in order for U+0100, U+0101, …
 *  Radford et al. 2019, "Language models are unsupervised multitask learners", §2.2. */
export const byteCharacters: readonly string[] = listByteCharacters();

function listByteCharacters(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCodePoint(isPrintableLatin1(byte) ? byte : next++),
  );
}

function isPrintableLatin1(byte: number): boolean {
  return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
}
