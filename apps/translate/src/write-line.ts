import { once } from "node:events";
import type { Writable } from "node:stream";

/** Writes one line and waits while the reader is slower than we are. A line break inside `text` becomes a space. */
export async function writeLine(stream: Writable, text: string): Promise<void> {
  const oneLine = text.replace(/[\r\n\u2028\u2029\v\f\u0085]+/g, " ");
  if (!stream.write(`${oneLine}\n`)) await once(stream, "drain");
}
