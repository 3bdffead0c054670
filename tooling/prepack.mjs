// Builds a package from nothing before it is packed: `tsc -b` never deletes what a removed source left behind. What it
// depends on is built where it is not up to date. Subcommands and what the arguments name are projects of their own.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
const parts = readdirSync("src")
  .map((name) => `src/${name}`)
  .filter((folder) => existsSync(`${folder}/tsconfig.json`));
execFileSync("tsc", ["-b", ".", ...parts, ...process.argv.slice(2)], { stdio: ["ignore", 2, 2] });
