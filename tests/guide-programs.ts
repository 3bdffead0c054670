import { readdirSync, readFileSync } from "node:fs";
import { programOf } from "./readme-example.ts";

const folder = new URL("../docs/guide/", import.meta.url);

/** The programs of the guides that have one, by the name of the guide. */
export function guidePrograms(): ReadonlyMap<string, string> {
  const programs = readdirSync(folder).map((file): [string, string] => [
    file.replace(/\.md$/, ""),
    programOf(readFileSync(new URL(file, folder), "utf8")),
  ]);
  return new Map(programs.filter(([, program]) => program !== ""));
}
