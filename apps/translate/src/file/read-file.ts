import { execFile } from "node:child_process";
import { addAbortSignal } from "node:stream";
import { promisify } from "node:util";
import {
  type Catalogue,
  decodeFile,
  type Format,
  formatOfFile,
  formats,
  MalformedCatalogueError,
  type ReadOptions,
  readCatalogue,
} from "@bnnkit/localization";
import { UsageError } from "../exit-code.ts";
import type { Surroundings } from "../program.ts";
import { readWhole } from "../read-whole.ts";
import { reasonOf } from "../reason-of.ts";

/** Greatest file that is read, bytes. */
const maximumBytes = 256 * 2 ** 20;

/** The ending of gettext's compiled catalogues, which its msgunfmt makes PO files of again. */
const compiled = /\.g?mo$/i;

/** The bytes of a file that the user names, or of standard input; of a compiled catalogue those of its PO file.
 *  @throws UsageError naming the file. */
export async function readBytes(
  path: string,
  { input, signal }: Pick<Surroundings, "input" | "signal">,
): Promise<Uint8Array> {
  try {
    if (compiled.test(path)) return await decompile(path, signal);
    if (path !== "-") return await readWhole(path, { maximumBytes, signal });
    const chunks: Buffer[] = [];
    for await (const chunk of addAbortSignal(signal, input())) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  } catch (error) {
    if (signal.aborted || error instanceof UsageError) throw error;
    throw new UsageError(`${path}: ${reasonOf(error)}`);
  }
}

async function decompile(path: string, signal: AbortSignal): Promise<Uint8Array> {
  const options = { signal, maxBuffer: maximumBytes, encoding: "buffer" } as const;
  try {
    return (await promisify(execFile)("msgunfmt", ["--", path], options)).stdout;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    throw new UsageError(
      `${path}: compiled catalogues are read with gettext's msgunfmt, which is not installed`,
    );
  }
}

/** The format that is asked for, or that of the file's name.
 *  @throws UsageError if the name does not say it. */
export function chooseFormat(path: string, name: string | undefined): Format {
  const known =
    formats.find((format) => format.name === name) ?? formatOfFile(path.replace(compiled, ".po"));
  if (known !== undefined) return known;
  const names = formats.map((format) => format.name).join(", ");
  throw new UsageError(`${path}: give --format, one of ${names}`);
}

/** How a file is read. */
export interface Reading {
  readonly format: Format;
  readonly columns: Pick<ReadOptions, "columns">;
  readonly surroundings: Pick<Surroundings, "input" | "signal">;
}

/** The catalogue in a file.
 *  @throws UsageError naming the file, and the line where it is malformed. */
export async function readFile(
  path: string,
  { format, columns, surroundings }: Reading,
): Promise<Catalogue> {
  const bytes = await readBytes(path, surroundings);
  return blaming(path, () => readCatalogue(decodeFile(bytes, format), format, columns));
}

/** What reads a file, with the file's name in the error if it is malformed.
 *  @throws UsageError `FILE: line 3: …`. */
export function blaming<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw withPath(path, error);
  }
}

/** The error for the user if a file is malformed, or else as it is. */
export function withPath(path: string, error: unknown): unknown {
  if (!(error instanceof MalformedCatalogueError)) return error;
  return new UsageError(`${path}: ${error.message}`, { cause: error });
}
