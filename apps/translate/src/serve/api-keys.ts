import { createHash, timingSafeEqual } from "node:crypto";
import { UsageError } from "../exit-code.ts";
import { readFileLines } from "../read-lines.ts";

/** Environment variable with keys, separated by white space or commas. */
export const keysVariable = "BNNKIT_API_KEYS";

/** Keys that let a request in; only their SHA-256 is kept. They are long and random, so that nothing slower is needed. */
export class ApiKeys {
  readonly #digests: readonly Buffer[];

  private constructor(digests: readonly Buffer[]) {
    this.#digests = digests;
  }

  /** Keys of the environment, and of a file: one a line, itself or as `sha256:` and its digest in hexadecimal, with
   *  anything behind a space and lines that begin with "#" for people.
   *  @throws UsageError naming what cannot be read. */
  static async read(
    file: string | undefined,
    variable: string | undefined,
    signal?: AbortSignal,
  ): Promise<ApiKeys> {
    const digests = (variable ?? "")
      .split(/[\s,]+/)
      .filter((key) => key !== "")
      .map((key) => digestOf(key, keysVariable));
    if (file === undefined) return new ApiKeys(digests);
    let number = 0;
    for await (const line of readFileLines("--api-keys", file, signal)) {
      number++;
      const [key] = line.trim().split(/\s+/, 1);
      if (key === undefined || key === "" || key.startsWith("#")) continue;
      digests.push(digestOf(key, `--api-keys ${file}:${number}`));
    }
    // An empty file must not open the service to all.
    if (digests.length === 0) throw new UsageError(`--api-keys ${file}: has no key`);
    return new ApiKeys(digests);
  }

  /** Whether a request needs a key at all. */
  get areNeeded(): boolean {
    return this.#digests.length > 0;
  }

  /** Whether a key is one of them; takes as long for any key that is as long. */
  has(key: string): boolean {
    const digest = sha256(key);
    let isThere = false;
    for (const known of this.#digests) {
      if (timingSafeEqual(digest, known)) isThere = true;
    }
    return isThere;
  }
}

function digestOf(key: string, where: string): Buffer {
  if (!key.startsWith("sha256:")) return sha256(key);
  const hex = key.slice("sha256:".length);
  if (!/^[0-9a-f]{64}$/i.test(hex))
    throw new UsageError(`${where}: expected 64 hexadecimal digits behind sha256:`);
  return Buffer.from(hex, "hex");
}

function sha256(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
