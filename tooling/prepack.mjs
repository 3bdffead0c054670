// Builds a package from nothing before it is packed: `tsc -b` never deletes what a removed source left behind. What it
// depends on is built where it is not up to date.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
// Parts of it that are projects of their own, see `launch.mjs`.
const parts = readdirSync("src")
  .filter((name) => existsSync(`src/${name}/tsconfig.json`))
  .map((name) => `src/${name}`);
execFileSync("tsc", ["-b", ".", ...parts], { stdio: ["ignore", 2, 2] });
