import type { PlatformAbortSignal } from "@bnnkit/core";
import { sniffContent } from "@bnnkit/model";
import { type FileSource, isFileSource, readFileSource } from "./file-source.ts";

/** 64 MiB; those of the largest vocabularies have some 20. */
const maximumTokenizerBytes = 2 ** 26;

/** Reads the text of a tokenizer.json; its text and the object that it was parsed to are taken as they are.
 *  @param caller  who reads it, as messages name it
 *  @throws as `readFileSource`; TypeError for bytes that are no text. */
export async function readTokenizerFile(
  caller: string,
  source: FileSource | object | PromiseLike<FileSource | object>,
  signal: PlatformAbortSignal | undefined,
): Promise<string | object> {
  const where = `${caller}: tokenizer`;
  const limits = { where, maximumBytes: maximumTokenizerBytes, signal };
  const given = await source;
  if (typeof given !== "string") {
    if (!isFileSource(given)) return given;
  } else if (isContent(given)) return given;
  const bytes = await readFileSource(given, limits);
  try {
    // A copy, as browsers refuse to decode shared memory.
    return new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(bytes));
  } catch (cause) {
    const content = sniffContent(bytes) ?? "bytes that are no UTF-8";
    throw new TypeError(`${where} must be a tokenizer.json, got ${content}`, { cause });
  }
}

/** Whether a text is a file's and no URL, which has neither white space nor these. */
function isContent(text: string): boolean {
  return text === "" || /[\s{}<>"]/.test(text);
}
