import { type BytesOrSlices, byteRanges, byteView, isSliced, sniffContent } from "@bnnkit/model";

/** What a file's content may be given as; of a Blob (or what has its `size` and `slice`) no more is read at once than is made into weights. */
export type FileContent = BytesOrSlices | string | undefined;

/** The files of a checkpoint by their names ("config.json"): in a map, or read when they are asked for. */
export type CheckpointFiles =
  | ReadonlyMap<string, BytesOrSlices | string>
  | ((name: string) => FileContent | PromiseLike<FileContent>);

/** The content of a file; undefined for one that is not there.
 *  @throws TypeError for a content that is neither bytes nor text. */
export async function findFile(
  where: string,
  files: CheckpointFiles,
  name: string,
): Promise<BytesOrSlices | undefined> {
  const content = typeof files === "function" ? await files(name) : files.get(name);
  if (content === undefined || isSliced(content)) return content;
  if (typeof content === "string") return new TextEncoder().encode(content);
  const bytes = byteView(content);
  if (bytes !== undefined) return bytes;
  throw new TypeError(`${where}: ${name} must be bytes, a Blob or text, got ${typeof content}`);
}

/** The text of a file that must be there. @throws RangeError for one that is not, TypeError for bytes that are no text. */
export async function readText(
  where: string,
  files: CheckpointFiles,
  name: string,
): Promise<string> {
  const content = await findFile(where, files, name);
  if (content === undefined) throw new RangeError(`${where}: ${name} must be there`);
  return await textOf(where, name, content);
}

/** A content as UTF-8. @throws TypeError for others. */
export async function textOf(where: string, name: string, content: BytesOrSlices): Promise<string> {
  const ranges = byteRanges(content);
  const bytes = (await ranges?.read(0, ranges.size)) ?? new Uint8Array();
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
