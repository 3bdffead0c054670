// Builds a package from nothing before it is packed: `tsc -b` never deletes what a removed source left behind. What it
// depends on is built where it is not up to date. A folder of its sources that is a project of its own is built, too.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
// Parts of it that are projects of their own, see `launch.mjs`.
const parts = readdirSync("src")
  .map((name) => `src/${name}`)
  .filter((folder) => existsSync(`${folder}/tsconfig.json`));
execFileSync("tsc", ["-b", ".", ...parts], { stdio: ["ignore", 2, 2] });
