import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../program-fixture.ts";
import { history } from "./history-fixture.ts";

/** Draws the dashboard of the invented history into a folder; `systems` as the command takes it, default the results that were measured.
 *  @param folder  an empty one, for the history
 *  @throws Error with what the command said, where it ends with a fault. */
export async function drawDashboard(
  folder: string,
  out: string,
  { systems }: { readonly systems?: string } = {},
): Promise<void> {
  const kept = join(folder, "history");
  mkdirSync(kept);
  const { reports, duets, translations, fronts } = history;
  const lines = [...reports, ...duets].map((one) => JSON.stringify(one));
  writeFileSync(join(kept, "runs.jsonl"), lines.join("\n"));
  for (const { name, result } of [...translations, ...fronts])
    writeFileSync(join(kept, `${name}.json`), JSON.stringify(result));
  const options = systems === undefined ? ["--no-suite"] : ["--systems", systems];
  const { code, error } = await run(["dashboard", kept, out, ...options]);
  if (code !== 0 || error !== "") throw new Error(`dashboard ended with ${code}: ${error}`);
}

/** A folder in this one with the invented results of trained systems. */
export function classifierFolder(folder: string): string {
  const systems = join(folder, "systems");
  mkdirSync(systems);
  for (const { name, result } of history.classifiers)
    writeFileSync(join(systems, `${name}.json`), JSON.stringify(result));
  return systems;
}
