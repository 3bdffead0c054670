import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { CorpusError } from "./corpus-error.ts";
import { programOutput } from "./run-program.ts";

const alternative = "install it, or decompress the file first and give the result";

/** Bytes of a text file, chunk by chunk; `.gz`, `.bz2` (by the system's bzip2) and `.tar.bz2` (by its tar, all
 *  members one after the other) are decompressed on the way.
 *  @throws CorpusError when the file is missing, no file, unreadable, or damaged. */
export async function* openText(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const status = await stat(path).catch((error: unknown) => {
    throw readError(path, error);
  });
  if (!status.isFile()) throw new CorpusError("expected a file, got something else", { path });
  try {
    if (/\.(tar\.bz2|tbz2?)$/i.test(path)) {
      yield* programOutput("tar", ["-xOjf", path], { alternative });
    } else if (/\.bz2$/i.test(path)) {
      yield* programOutput("bzip2", ["-dc", path], { alternative });
    } else if (/\.gz$/i.test(path)) {
      const file = createReadStream(path);
      const text = createGunzip();
      file.on("error", (error) => text.destroy(error)).pipe(text);
      yield* text;
    } else {
      yield* createReadStream(path, { highWaterMark: 1 << 18 });
    }
  } catch (error) {
    throw readError(path, error);
  }
}

function readError(path: string, error: unknown): CorpusError {
  if (error instanceof CorpusError) return error.path === undefined ? at(path, error) : error;
  if (!(error instanceof Error)) return new CorpusError(String(error), { path });
  const code = "code" in error ? error.code : undefined;
  if (code === "ENOENT") return new CorpusError("no such file", { path });
  if (code === "EACCES") return new CorpusError("no permission to read it", { path });
  return new CorpusError(`cannot be read (${error.message})`, { path });
}

function at(path: string, error: CorpusError): CorpusError {
  return new CorpusError(error.message, { path });
}
