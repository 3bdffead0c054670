import { type Bytes, byteView } from "@bnnkit/model";
import { checkSize, type ReadLimits, type ResponseBody, readResponse } from "./read-response.ts";

/** Where the bytes of a file come from: the bytes themselves, an answer of `fetch`, a Blob or File, or a URL. */
export type FileSource = Bytes | ResponseBody | BlobBody | UrlLike | string;

/** What is read of a `Blob` or `File`. */
export interface BlobBody {
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What is read of a `URL`. */
export interface UrlLike {
  readonly href: string;
}

/** Whether something is a source and no string. */
export function isFileSource(value: unknown): value is Exclude<FileSource, string> {
  return byteView(value) !== undefined || isUrl(value) || isResponse(value) || isBlob(value);
}

/** Reads a file from wherever it is. `file:` URLs are read from the disk where there is one (Node).
 *
 *  @throws TypeError for what is no source, for a URL that cannot be fetched and for a body that was read before; Error for
 *    an HTTP status other than 2xx; RangeError for a file beyond the limit; what the signal was aborted with. */
export async function readFileSource(source: FileSource, limits: ReadLimits): Promise<Uint8Array> {
  const { where, signal } = limits;
  signal?.throwIfAborted();
  if (typeof source === "string") return await readUrl(source, limits);
  if (isUrl(source)) return await readUrl(source.href, limits);
  const bytes = byteView(source);
  if (bytes !== undefined) return bytes;
  if (isResponse(source)) return await readResponse(source, limits);
  if (!isBlob(source)) {
    throw new TypeError(
      `${where} must be bytes, a Response, a Blob or a URL, got ${typeof source}`,
    );
  }
  checkSize(source.size, limits);
  return new Uint8Array(await source.arrayBuffer());
}

async function readUrl(url: string, limits: ReadLimits): Promise<Uint8Array> {
  const { where, signal } = limits;
  // Not imported, as bundles for browsers would want to have it.
  const disk = globalThis.process?.getBuiltinModule?.("node:fs")?.promises;
  if (disk !== undefined && /^file:/i.test(url)) {
    const file = new URL(url);
    checkSize((await disk.stat(file)).size, limits);
    return await disk.readFile(file, { signal });
  }
  let response: Response;
  try {
    response = await fetch(url, { signal: signal ?? null });
  } catch (cause) {
    signal?.throwIfAborted();
    // Fetch says "Failed to parse URL" or "fetch failed".
    const reason = cause instanceof Error ? cause.message : String(cause);
    const shown = url.length <= 200 ? url : `${url.slice(0, 200)}…`;
    throw new TypeError(
      `${where}: "${shown}" could not be fetched (${reason}); give an absolute URL, file: for a path, or the bytes`,
      { cause },
    );
  }
  return await readResponse(response, limits);
}

function isUrl(value: unknown): value is UrlLike {
  return isObject(value) && "href" in value && typeof value.href === "string";
}

function isResponse(value: unknown): value is ResponseBody {
  return isObject(value) && "bodyUsed" in value && "status" in value;
}

function isBlob(value: unknown): value is BlobBody {
  return isObject(value) && "size" in value && "arrayBuffer" in value;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
