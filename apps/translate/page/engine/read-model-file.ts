import { cacheKey, type ModelFile, modelCacheName } from "./model-file.ts";
import { readBody } from "./read-body.ts";

/** The bytes of a file, and whether they were kept from an earlier visit. */
export interface ReadFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly wasKept: boolean;
}

/** Reads a file of a model: as it was kept, else from its URL; then it is checked and kept.
 *
 *  Where the browser has no cache (private windows, pages that are neither https nor localhost) it is read anew at every visit.
 *  @param onBytes  Called with the length so far and the whole one, where that is known.
 *  @throws Error that says which file cannot be reached, or is not what it must be. */
export async function readModelFile(
  file: ModelFile,
  onBytes: (loaded: number, total: number | undefined) => void,
): Promise<ReadFile> {
  const { url, sha256 } = file;
  const cache = sha256 === undefined ? undefined : await openCache();
  const key = sha256 === undefined ? url : cacheKey(url, sha256);
  const kept = await cache?.match(key);
  if (kept !== undefined) {
    const bytes = new Uint8Array(await kept.arrayBuffer());
    if ((await faultOf(bytes, sha256)) === undefined) {
      onBytes(bytes.length, bytes.length);
      return { bytes, wasKept: true };
    }
    await cache?.delete(key);
  }
  const bytes = await fetchFile(file, onBytes);
  const fault = await faultOf(bytes, sha256);
  if (fault !== undefined) throw new Error(`${nameOf(url)} is damaged, or another file: ${fault}`);
  // Without room the file is read anew at the next visit.
  await cache?.put(key, new Response(bytes)).catch(() => undefined);
  return { bytes, wasKept: false };
}

async function openCache(): Promise<Cache | undefined> {
  try {
    return await globalThis.caches?.open(modelCacheName);
  } catch {
    return undefined;
  }
}

async function fetchFile(
  { url, sha256, bytes }: ModelFile,
  onBytes: (loaded: number, total: number | undefined) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  let response: Response;
  try {
    // What is kept here need not be kept a second time, and a damaged file must not be.
    response = await fetch(url, { cache: sha256 === undefined ? "default" : "no-store" });
  } catch (cause) {
    throw new Error(`${nameOf(url)} cannot be reached (${url}): is there a connection?`, { cause });
  }
  if (!response.ok)
    throw new Error(
      `${nameOf(url)} is not there: ${url} answers with the status ${response.status}`,
    );
  // A length on the wire says nothing where the body is compressed.
  const isPlain = !response.headers.has("Content-Encoding");
  const length = isPlain ? Number(response.headers.get("Content-Length") ?? 0) : 0;
  const total = bytes ?? (length > 0 ? length : undefined);
  try {
    return await readBody(response, (loaded) => onBytes(loaded, total));
  } catch (cause) {
    throw new Error(`${nameOf(url)} broke off while it was read: is there a connection?`, {
      cause,
    });
  }
}

/** What is wrong with bytes; `crypto.subtle` is there on https and localhost only, elsewhere nothing is compared. */
async function faultOf(
  bytes: Uint8Array<ArrayBuffer>,
  sha256: string | undefined,
): Promise<string | undefined> {
  if (sha256 === undefined || globalThis.crypto?.subtle === undefined) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found === sha256.toLowerCase()) return undefined;
  return `its SHA-256 is ${found}, expected ${sha256}`;
}

function nameOf(url: string): string {
  return new URL(url).pathname.split("/").at(-1) ?? url;
}
