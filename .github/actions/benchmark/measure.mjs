// Runs the comparison. That something is slower fails the job at its end only, when all is stored and said.
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { historyFolder, reportPath, tablePath } from "./places.mjs";

const { packageManager } = JSON.parse(readFileSync("package.json", "utf8"));
const { BASE, FILTER, FLOOR, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY } = process.env;
const command = [
  ...["-y", packageManager, "-s", "bench", "duet", "--base", BASE, "--filter", FILTER],
  ...["--floor", FLOOR, "--history", historyFolder, "--json", reportPath, "--format", "markdown"],
];
rmSync(reportPath, { force: true });
const { status, stdout, error } = spawnSync("npx", command, {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
});
if (error) throw error;
const isMeasured = existsSync(reportPath) && (status === 0 || status === 1);
if (!isMeasured) process.exit(status || 1);
writeFileSync(tablePath, stdout);
process.stdout.write(stdout);
if (GITHUB_OUTPUT) appendFileSync(GITHUB_OUTPUT, `code=${status}\nreport=${reportPath}\n`);
if (GITHUB_STEP_SUMMARY) appendFileSync(GITHUB_STEP_SUMMARY, stdout);
