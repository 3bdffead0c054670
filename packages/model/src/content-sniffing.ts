import { quoted } from "./quoted.ts";

/** How much is looked at. */
const sniffedBytes = 512;

const pointer = "version https://git-lfs.github.com/spec/";

/**
 * What bytes that are not the expected file are, by how they begin: what a server or a download is known to give in a file's
 * place, as a noun phrase ("an HTML page …"); undefined for anything else.
 */
export function sniffContent(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return "an empty file";
  if (startsWith(bytes, [0x1f, 0x8b])) {
    return "gzip data: decompress it, or have it served with Content-Encoding: gzip";
  }
  if (startsWith(bytes, [0x28, 0xb5, 0x2f, 0xfd])) return "zstd data: decompress it";
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return "a zip archive: extract the file";
  const text = textOf(bytes.subarray(0, sniffedBytes));
  return text === undefined ? undefined : sniffText(text);
}

function sniffText(text: string): string | undefined {
  const start = text.replace(/^\ufeff?\s*/, "");
  if (start.startsWith(pointer)) return "a Git LFS pointer: fetch the file itself (git lfs pull)";
  if (/^<(?:!doctype html|html|head|body)/i.test(start)) {
    return "an HTML page: the server has no such file and answers with a page of its own; check the URL";
  }
  if (start.startsWith("<")) return "an XML or HTML page, perhaps an error; check the URL";
  if (/^[{[]/.test(start)) return "JSON text";
  return `text that begins ${quoted(text.slice(0, 32))}`;
}

/** The beginning of a file as text, if it is UTF-8 without control characters. */
function textOf(bytes: Uint8Array): string | undefined {
  // A copy, as browsers refuse to decode shared memory; streaming, as the last character may be cut.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    const text = decoder.decode(new Uint8Array(bytes), { stream: true });
    return /[^\P{Cc}\t\r\n\f]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
