import { type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { RemoteWatch } from "../arm.ts";
import type { Elapsed } from "../stopwatch.ts";

/** How to build a program of the folder `native`. */
export interface NativeBuild {
  /** File name in that folder. */
  readonly source: string;
  readonly compiler: string;
  readonly flags: readonly string[];
}

const built = new Map<string, Promise<string>>();
let folder: string | undefined;

/** Compiles a program once in this process, into a folder that goes when the process ends.
 *  @returns  the path of the program.
 *  @throws Error when there is no such compiler or it refuses. */
export function buildNative(build: NativeBuild): Promise<string> {
  const key = JSON.stringify(build);
  const known = built.get(key) ?? compile(build, built.size);
  built.set(key, known);
  return known;
}

async function compile({ source, compiler, flags }: NativeBuild, index: number): Promise<string> {
  const target = join(buildFolder(), `program-${index}`);
  const path = fileURLToPath(new URL(`../../native/${source}`, import.meta.url));
  try {
    await promisify(execFile)(compiler, [...flags, path, "-o", target]);
    return target;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new Error(`no ${compiler} on the PATH`);
    }
    const lines = error instanceof Error ? error.message.split("\n") : [];
    const why = lines.find((line) => /error/i.test(line) && !line.startsWith("Command failed"));
    throw new Error(`${compiler} does not compile ${source}: ${why ?? lines[0] ?? error}`);
  }
}

function buildFolder(): string {
  if (folder !== undefined) return folder;
  const created = mkdtempSync(join(tmpdir(), "bnnkit-benchmark-"));
  process.on("exit", () => rmSync(created, { recursive: true, force: true }));
  folder = created;
  return created;
}

/** Names of a product's commands, see native/product.h. */
const command = { run: "r", cold: "c", out: "o" } as const;

/** A running program that multiplies: operands in first, then commands and their answers. */
export class NativeProduct implements RemoteWatch {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #ended: Promise<never>;
  readonly #outBytes: number;
  #unread: Buffer[] = [];
  #arrived: () => void = () => undefined;

  /** Starts the program.
   *  @param operands  header and matrices as native/product.h wants them.
   *  @param outBytes  length of the result. */
  constructor(path: string, operands: readonly Uint8Array[], outBytes: number) {
    this.#outBytes = outBytes;
    this.#child = spawn(path, [], { stdio: ["pipe", "pipe", "pipe"] });
    let complaint = "";
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint += text;
    });
    this.#child.stdout.on("data", (bytes: Buffer) => {
      this.#unread.push(bytes);
      this.#arrived();
    });
    // A program that ends early says why in another way.
    this.#child.stdin.on("error", () => undefined);
    this.#ended = new Promise((_, reject) => {
      this.#child.on("error", reject);
      this.#child.on("close", (code, signal) => {
        reject(new Error(complaint.trim() || `the program ended with ${signal ?? code}`));
      });
    });
    this.#ended.catch(() => undefined);
    for (const part of operands) this.#child.stdin.write(part);
  }

  time(runs: number): Promise<Elapsed> {
    return this.#elapsed(command.run, runs);
  }

  timeCold(evictedBytes: number): Promise<Elapsed> {
    return this.#elapsed(command.cold, evictedBytes);
  }

  /** The result of the last run. */
  async result(): Promise<Int32Array> {
    this.#send(command.out, 0);
    const bytes = await this.#read(this.#outBytes);
    return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  }

  /** Ends the program. */
  async dispose(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.stdin.end();
    await once(this.#child, "close");
  }

  async #elapsed(name: string, argument: number): Promise<Elapsed> {
    this.#send(name, argument);
    const bytes = await this.#read(16);
    const [milliseconds, cpuMilliseconds] = new Float64Array(bytes.buffer, bytes.byteOffset, 2);
    return { milliseconds, cpuMilliseconds };
  }

  #send(name: string, argument: number): void {
    const message = Buffer.alloc(9, name);
    message.writeBigUInt64LE(BigInt(argument), 1);
    this.#child.stdin.write(message);
  }

  /** The next bytes of the answer, in memory of their own. */
  async #read(length: number): Promise<Uint8Array> {
    while (this.#unread.reduce((sum, part) => sum + part.length, 0) < length) {
      const arrival = new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
      await Promise.race([arrival, this.#ended]);
    }
    const all = Buffer.concat(this.#unread);
    this.#unread = [all.subarray(length)];
    return Uint8Array.from(all.subarray(0, length));
  }
}
