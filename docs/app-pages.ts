import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A page that an app builds. */
interface AppPage {
  readonly app: string;
  /** Of the site. */
  readonly folder: string;
  readonly words: readonly string[];
  /** What the command needs, in the app's `dist`. */
  readonly built: readonly string[];
}

const pages: readonly AppPage[] = [
  {
    ...{ app: "translate", folder: "translate", words: ["page"] },
    built: ["main.js", "page/main.js"],
  },
  { app: "playground", folder: "playground", words: [], built: ["main.js"] },
];

/** Builds the translator and the playground beside the site, for its pages to show, where their apps have been built
 *  (`pnpm build`). Without them pages show pictures. */
export async function writeAppPages(outDir: string): Promise<void> {
  for (const { app, folder, words, built } of pages) {
    const dist = fileURLToPath(new URL(`../apps/${app}/dist/`, import.meta.url));
    if (!built.every((file) => existsSync(join(dist, file)))) continue;
    const command = [join(dist, "main.js"), ...words, "--out", join(outDir, folder)];
    try {
      await run(process.execPath, command);
    } catch (error) {
      process.stderr.write(`Pages show pictures, as ${app} cannot be built: ${error}\n`);
    }
  }
}
