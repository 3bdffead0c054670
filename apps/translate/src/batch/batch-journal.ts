import { createHash } from "node:crypto";
import { type FileHandle, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { UsageError } from "../exit-code.ts";
import { reasonOf } from "../reason-of.ts";

/** How far a file is. */
interface State {
  /** What decides about translations: model, tokenizer, search. */
  readonly settings: string;
  /** Lines translated. */
  readonly lines: number;
  /** Those of them whose translation is unreliable. */
  readonly unreliable: number;
  /** Bytes of their translations. */
  readonly bytes: number;
  /** Digest of the source lines. */
  readonly source: string;
}

/** Lines of the source with a translation each. */
export interface TranslatedChunk {
  readonly sources: readonly string[];
  readonly translations: readonly string[];
  readonly unreliable: number;
}

/** An output that grows beside its place, chunk by chunk, and takes it when it is complete. What is there after any
 *  interruption is gone on with: the translations in `FILE.part`, how far they are in `FILE.journal`. */
export class BatchJournal {
  readonly #output: string;
  readonly #part: FileHandle;
  #state: State;

  private constructor(output: string, part: FileHandle, state: State) {
    this.#output = output;
    this.#part = part;
    this.#state = state;
  }

  /** @param settings  what decides about translations.
   *  @throws UsageError if the output cannot be written, or what is there was begun with other settings. */
  static async open(output: string, settings: string): Promise<BatchJournal> {
    const found = await readState(output);
    if (found !== undefined && found.settings !== settings)
      throw new UsageError(
        `--output ${output}: was begun with another model or beam; go on with those, or remove ${journalOf(output)}`,
      );
    const state = found ?? { settings, lines: 0, unreliable: 0, bytes: 0, source: "" };
    try {
      const part = await open(partOf(output), found === undefined ? "w" : "r+");
      // What was written behind the last entry of the journal is written again.
      await part.truncate(state.bytes);
      return new BatchJournal(output, part, state);
    } catch (error) {
      throw new UsageError(`--output ${output}: ${reasonOf(error)}`);
    }
  }

  get lines(): number {
    return this.#state.lines;
  }

  get unreliable(): number {
    return this.#state.unreliable;
  }

  /** Passes over the source lines that are translated already.
   *  @throws UsageError if they are not those that were. */
  async *remaining(lines: AsyncIterable<string>): AsyncGenerator<string> {
    const { lines: done, source } = this.#state;
    let digest = "";
    let count = 0;
    for await (const line of lines) {
      if (count === done && digest !== source) break;
      if (count < done) digest = chained(digest, line);
      else yield line;
      count++;
    }
    if (count < done || digest !== source)
      throw new UsageError(
        `--output ${this.#output}: was begun with other lines; remove ${journalOf(this.#output)} to begin anew`,
      );
  }

  /** Adds the next lines; they are kept whatever happens then. */
  async add({ sources, translations, unreliable }: TranslatedChunk): Promise<void> {
    const text = Buffer.from(translations.map((line) => `${line}\n`).join(""));
    const { bytes, ...before } = this.#state;
    await writeWhole(this.#part, text, bytes);
    await this.#part.datasync();
    this.#state = {
      ...before,
      lines: before.lines + sources.length,
      unreliable: before.unreliable + unreliable,
      bytes: bytes + text.length,
      source: sources.reduce(chained, before.source),
    };
    await this.#write();
  }

  /** Puts the output in its place. */
  async commit(): Promise<void> {
    await this.#part.close();
    await rename(partOf(this.#output), this.#output);
    await rm(journalOf(this.#output), { force: true });
  }

  /** Leaves everything as it is, to be gone on with. */
  async close(): Promise<void> {
    await this.#part.close();
  }

  async #write(): Promise<void> {
    const journal = journalOf(this.#output);
    await writeFile(`${journal}.new`, JSON.stringify(this.#state));
    await rename(`${journal}.new`, journal);
  }
}

function partOf(output: string): string {
  return `${output}.part`;
}

function journalOf(output: string): string {
  return `${output}.journal`;
}

/** SHA-256 of the digest before and a line: of all lines in their order. */
function chained(digest: string, line: string): string {
  return createHash("sha256").update(digest).update(line).digest("hex");
}

async function readState(output: string): Promise<State | undefined> {
  const journal = journalOf(output);
  let text: string;
  try {
    text = await readFile(journal, "utf8");
  } catch {
    return undefined;
  }
  try {
    return stateOf(JSON.parse(text));
  } catch {
    throw new UsageError(`${journal}: is no journal; remove it to begin anew`);
  }
}

/** @throws Error unless the value is a state. */
function stateOf(value: unknown): State {
  if (typeof value !== "object" || value === null) throw new Error("no object");
  const fields = new Map<string, unknown>(Object.entries(value));
  const text = (name: string): string => {
    const field = fields.get(name);
    if (typeof field !== "string") throw new Error(name);
    return field;
  };
  const count = (name: string): number => {
    const field = fields.get(name);
    if (typeof field !== "number" || !Number.isSafeInteger(field) || field < 0)
      throw new Error(name);
    return field;
  };
  return {
    settings: text("settings"),
    lines: count("lines"),
    unreliable: count("unreliable"),
    bytes: count("bytes"),
    source: text("source"),
  };
}

async function writeWhole(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(
      bytes,
      written,
      bytes.length - written,
      position + written,
    );
    written += bytesWritten;
  }
}
