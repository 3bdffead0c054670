import { openInput } from "./open-input.ts";

export interface ReadWholeOptions {
  /** Most bytes that are read. */
  readonly maximumBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** The bytes of a file or pipe, if there are not too many; nothing is read of a file that is known to have more.
 *  @throws Error that says what is wrong but does not name the path: a device, too many bytes, or the system's reason. */
export async function readWhole(
  path: string | URL,
  { maximumBytes, signal }: ReadWholeOptions,
): Promise<Buffer> {
  const { stream, size = 0, isDevice } = openInput(path, signal);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    if (isDevice) throw new Error("is a device, not a file");
    if (size > maximumBytes) throw tooLarge(maximumBytes);
    for await (const chunk of stream) {
      bytes += chunk.length;
      if (bytes > maximumBytes) throw tooLarge(maximumBytes);
      chunks.push(chunk);
    }
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks);
}

function tooLarge(maximumBytes: number): Error {
  return new Error(`has more than ${maximumBytes / 2 ** 20} MiB`);
}
