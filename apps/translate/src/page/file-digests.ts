import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Plugin } from "vite";

const suffix = "?digest";
const prefix = "\0digest:";

/** Lets scripts import `FILE?digest`: the SHA-256 of a file, and its length. */
export function fileDigests(): Plugin {
  return {
    name: "file-digests",
    enforce: "pre",
    async resolveId(source, importer) {
      if (!source.endsWith(suffix)) return null;
      const file = await this.resolve(source.slice(0, -suffix.length), importer);
      return file && prefix + file.id;
    },
    async load(id) {
      if (!id.startsWith(prefix)) return null;
      const contents = await readFile(id.slice(prefix.length));
      const sha256 = createHash("sha256").update(contents).digest("hex");
      const digest = JSON.stringify({ sha256, bytes: contents.length });
      return { code: `export default ${digest};`, moduleType: "js" };
    },
  };
}
