import type { PlatformAbortSignal } from "@bnnkit/core";
/** What is read of a `Response`. */
export interface ResponseBody {
  readonly ok: boolean;
  readonly status: number;
  readonly url: string;
  readonly bodyUsed: boolean;
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): ChunkReader } | null;
}

/** What is read of a `ReadableStreamDefaultReader`. */
export interface ChunkReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(reason?: unknown): Promise<void>;
}

export interface ReadLimits {
  /** How errors begin: the function and its argument. */
  readonly where: string;
  readonly maximumBytes: number;
  readonly signal?: PlatformAbortSignal | undefined;
}

/** Reads the body of an answer, no further than its limit; an answer that is refused is not read on.
 *
 *  @throws Error for an HTTP status other than 2xx; TypeError for a body that was read before; RangeError for one beyond the
 *    limit; what the signal was aborted with. */
export async function readResponse(
  response: ResponseBody,
  limits: ReadLimits,
): Promise<Uint8Array> {
  const { where } = limits;
  if (response.bodyUsed) {
    throw new TypeError(`${where}: the body of the Response was read before; give what was read`);
  }
  const reader = response.body?.getReader();
  try {
    checkStatus(response, where);
    checkSize(Number(response.headers.get("Content-Length") ?? 0), limits);
    return reader === undefined ? new Uint8Array(0) : await readChunks(reader, limits);
  } catch (error) {
    reader?.cancel(error).catch(() => undefined);
    throw error;
  }
}

/** @throws RangeError that names the limit. */
export function checkSize(size: number, { where, maximumBytes }: ReadLimits): void {
  if (size <= maximumBytes) return;
  throw new RangeError(`${where} must have at most ${maximumBytes} bytes, got ${size} or more`);
}

function checkStatus({ ok, status, url }: ResponseBody, where: string): void {
  if (ok) return;
  const what = status === 0 ? "an opaque answer (no-cors)" : `the HTTP status ${status}`;
  throw new Error(`${where}: ${url === "" ? "the server" : url} answered with ${what}`);
}

async function readChunks(reader: ChunkReader, limits: ReadLimits): Promise<Uint8Array> {
  const { signal } = limits;
  // A read that waits ends with it.
  const stop = (): void => void reader.cancel(signal?.reason).catch(() => undefined);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { value } = await reader.read();
      if (value === undefined) break;
      chunks.push(value);
      length += value.length;
      checkSize(length, limits);
    }
    signal?.throwIfAborted();
    return joined(chunks, length);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let position = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, position);
    position += chunk.length;
  }
  return bytes;
}
