import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const command = fileURLToPath(new URL("../apps/translate/dist/main.js", import.meta.url));
const builder = fileURLToPath(new URL("../apps/translate/dist/page/main.js", import.meta.url));

/** Builds the translator's page beside the site, for the home page to show, where its app has been built (`pnpm build`).
 *  Without it the home page shows a picture. */
export async function writeTranslatorPage(outDir: string): Promise<void> {
  if (!existsSync(command) || !existsSync(builder)) return;
  try {
    await run(process.execPath, [command, "page", "--out", join(outDir, "translate")]);
  } catch (error) {
    process.stderr.write(
      `The home page shows a picture, as its translator cannot be built: ${error}\n`,
    );
  }
}
