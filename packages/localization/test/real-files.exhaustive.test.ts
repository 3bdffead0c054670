import { readFileSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  decodeFile,
  formats,
  MalformedCatalogueError,
  readCatalogue,
  translateFile,
} from "../src/index.ts";
import { echo, echoTranslator } from "./echo-translator.ts";

/** Files that others wrote: what is installed here, of Debian and of npm, or the folder that is named. */
const folders = process.env.BNNKIT_FILES?.split(":") ?? [
  fileURLToPath(new URL("../../../node_modules/.pnpm", import.meta.url)),
  "/usr/share",
  "/usr/lib",
];
/** Of a format at most, of all sizes. */
const filesOfFormat = 150;
const smallestBytes = 100;
const largestBytes = 200_000;

const unreliable = {
  translate: async (texts: readonly string[]) =>
    texts.map((source) => ({ ...echo(source), isReliable: false })),
};

describe.each(formats.filter(({ name }) => name !== "text"))("$name", ({ name, extensions }) => {
  test("real files stay byte for byte without a translation, and hold those they get", async () => {
    let [entries, files] = [0, 0];
    const refused: string[] = [];
    for (const path of await filesWith(extensions)) {
      let text: string;
      try {
        text = decodeFile(readFileSync(path), name);
        readCatalogue(text, name);
      } catch (error) {
        if (!(error instanceof MalformedCatalogueError)) throw new Error(path, { cause: error });
        refused.push(`${path}: ${error.message}`);
        continue;
      }
      files++;
      const kept = await translateFile(text, { format: name, translator: unreliable });
      expect(kept.text === text, `${path} stays`).toBe(true);
      const { text: written } = await translateFile(text, {
        format: name,
        translator: echoTranslator,
      });
      const [before, after] = [text, written].map((one) => readCatalogue(one, name).entries);
      expect(
        after.map(({ id }) => id),
        path,
      ).toEqual(before.map(({ id }) => id));
      entries += before.length;
    }
    console.log(`${name}: ${files} files, ${entries} entries, ${refused.length} refused`);
    for (const line of refused.slice(0, 5)) console.log(`  ${line}`);
    if (process.env.BNNKIT_FILES === undefined && name === "markdown")
      expect(entries).toBeGreaterThan(1000);
  });
});

const installed = Promise.all(
  folders.map(async (folder) => {
    const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    return found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  }),
);

async function filesWith(extensions: readonly string[]): Promise<string[]> {
  const paths = (await installed)
    .flat()
    .filter((path) => extensions.some((end) => path.endsWith(end)));
  const found = await Promise.all(
    paths.map(async (path) => ({ path, bytes: (await stat(path)).size })),
  );
  return found
    .filter(({ bytes }) => bytes >= smallestBytes && bytes <= largestBytes)
    .sort((a, b) => a.bytes - b.bytes)
    .filter((_, i, { length }) => i % Math.ceil(length / filesOfFormat) === 0)
    .map(({ path }) => path);
}
