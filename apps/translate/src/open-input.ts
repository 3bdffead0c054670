import { constants, createReadStream, openSync, statSync } from "node:fs";
import { Socket } from "node:net";
import { addAbortSignal, type Readable } from "node:stream";

/** What is opened to be read. */
export interface Input {
  /** Ends with the signal, whoever may still write. */
  readonly stream: Readable;
  /** Bytes of a file; of a pipe or a device nobody knows. */
  readonly size: number | undefined;
  readonly isDevice: boolean;
}

/** Opens a file, pipe or device to read it. A pipe that nobody writes to yet is waited for by the event loop: a thread that
 *  waits in `open` could not be called back, and would not let the process end.
 *  @throws Error of the system if it cannot be opened, or is a folder. */
export function openInput(path: string | URL, signal?: AbortSignal): Input {
  const entry = statSync(path);
  if (entry.isDirectory()) throw new Error("is a folder");
  const isPipe = entry.isFIFO();
  const fd = openSync(path, constants.O_RDONLY | (isPipe ? constants.O_NONBLOCK : 0));
  const stream = isPipe
    ? new Socket({ fd, readable: true, writable: false })
    : createReadStream("", { fd });
  if (signal) addAbortSignal(signal, stream);
  const isDevice = entry.isCharacterDevice() || entry.isBlockDevice();
  return { stream, size: entry.isFile() ? entry.size : undefined, isDevice };
}
