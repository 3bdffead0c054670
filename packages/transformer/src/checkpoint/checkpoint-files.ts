import { type Bytes, byteView, sniffContent } from "@bnnkit/model";

/** What a file's content may be given as. */
export type FileContent = Bytes | string | undefined;

/** The files of a checkpoint by their names ("config.json"): in a map, or read when they are asked for. */
export type CheckpointFiles =
  | ReadonlyMap<string, Bytes | string>
  | ((name: string) => FileContent | PromiseLike<FileContent>);

/** The bytes of a file; undefined for one that is not there.
 *  @throws TypeError for a content that is neither bytes nor text. */
export async function findFile(
  where: string,
  files: CheckpointFiles,
  name: string,
): Promise<Uint8Array | undefined> {
  const content = typeof files === "function" ? await files(name) : files.get(name);
  if (content === undefined) return undefined;
  if (typeof content === "string") return new TextEncoder().encode(content);
  const bytes = byteView(content);
  if (bytes !== undefined) return bytes;
  throw new TypeError(`${where}: ${name} must be bytes or text, got ${typeof content}`);
}

/** The text of a file that must be there. @throws RangeError for one that is not, TypeError for bytes that are no text. */
export async function readText(
  where: string,
  files: CheckpointFiles,
  name: string,
): Promise<string> {
  const bytes = await findFile(where, files, name);
  if (bytes === undefined) throw new RangeError(`${where}: ${name} must be there`);
  return textOf(where, name, bytes);
}

/** Bytes as UTF-8. @throws TypeError for others. */
export function textOf(where: string, name: string, bytes: Uint8Array): string {
  try {
    // A copy, as browsers refuse to decode shared memory.
    return new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(bytes));
  } catch (cause) {
    const content = sniffContent(bytes) ?? "bytes that are no UTF-8";
    throw new TypeError(`${where}: ${name} must be text, got ${content}`, { cause });
  }
}

/** A file of JSON that holds an object.
 *  @throws TypeError for text that is none. */
export function parseObject(where: string, name: string, text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const content = sniffContent(new TextEncoder().encode(text.slice(0, 512)));
    const got = content === undefined || content === "JSON text" ? "" : `, got ${content}`;
    throw new TypeError(`${where}: ${name} must be JSON${got}`, { cause });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new TypeError(`${where}: ${name} must hold an object`);
}
