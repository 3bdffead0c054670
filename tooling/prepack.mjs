// Builds a package from nothing before it is packed: `tsc -b` never deletes what a removed source left behind. What it
// depends on is built where it is not up to date.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
execFileSync("tsc", ["-b"], { stdio: ["ignore", 2, 2] });
