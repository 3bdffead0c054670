import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { UsageError } from "../exit-code.ts";
import { reasonOf } from "../reason-of.ts";
import type { Surroundings } from "../surroundings.ts";
import { readHistory } from "./history/read-history.ts";
import { suiteFolder, suiteScript } from "./suite-files.ts";

interface DashboardOptions {
  readonly systems?: string;
  readonly suite: boolean;
}

/** The results of systems that stand in the repository. */
const ownSystems = fileURLToPath(new URL("../../../../packages/layers/results", import.meta.url));

/** Adds `dashboard` to a program: a static site of a history of results. */
export function registerDashboardCommand(program: Command, { streams }: Surroundings): void {
  program
    .command("dashboard")
    .summary("draw a static site of a history of results")
    .description(
      "Draws pages of results in JSON: reports of kernels, model and duet, of `train evaluate`, `train systems` and `bnnkit-hardware explore`. The pages load nothing and open from a folder, but for the one that measures in its visitor's browser, which needs a web server.",
    )
    .argument("<history>", "a folder, searched with those in it, a .json file, or a .jsonl file")
    .argument("<out>", "folder for the pages")
    .option("--systems <folder>", "results of trained systems (default: those of the repository)")
    .option("--no-suite", "leave out the page that measures, and the 19 MB that it loads")
    .action(async (history: string, out: string, options: DashboardOptions) => {
      const { pages, skipped } = await drawDashboard(history, out, options);
      streams.output(`${join(out, "index.html")}: ${pages} pages\n`);
      for (const place of skipped) streams.error(`${place}: no known result\n`);
    });
}

async function drawDashboard(
  path: string,
  out: string,
  { systems = existsSync(ownSystems) ? ownSystems : undefined, suite }: DashboardOptions,
): Promise<{ readonly pages: number; readonly skipped: readonly string[] }> {
  const history = await readHistory(systems === undefined ? [path] : [path, systems]);
  // Loaded only when asked for: they bring what draws plots and a bundler.
  const { createPages } = await import("./create-pages.ts");
  const { bundleScript } = await import("./bundle-script.ts");
  const { writePage } = await import("./markup/page.ts");
  const pages = createPages(history, await bundleScript("choose-runs"), { hasSuite: suite });
  try {
    await mkdir(out, { recursive: true });
    for (const page of pages) await writeFile(join(out, page.file), writePage(page, pages));
    if (suite) await writeSuite(out);
  } catch (error) {
    throw new UsageError(`${out}: ${reasonOf(error)}`);
  }
  return { pages: pages.length, skipped: history.skipped };
}

/** Writes what the page that measures loads. */
async function writeSuite(out: string): Promise<void> {
  const { bundleScript } = await import("./bundle-script.ts");
  const { writeWorker } = await import("../browser/write-worker.ts");
  const folder = join(out, suiteFolder);
  await writeWorker(folder);
  await writeFile(join(folder, suiteScript), await bundleScript("run-suite"));
}
