import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
let clone: string;

/** The files of this repository alone: nothing is installed or built. */
beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), "bnnkit-clone-"));
  const listed = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" });
  for (const file of listed.split("\0").filter((name) => existsSync(join(root, name))))
    if (file !== "") cpSync(join(root, file), join(clone, file));
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

/** What `pnpm -s COMMAND` says there. */
function launch(
  ...command: string[]
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return promisify(execFile)("npx", ["-y", "pnpm@12", "-s", ...command], { cwd: clone });
}
const translate = () => launch("translate", "Where is my new car?");
const translation = "Wo ist mein neues Auto?\n";

test("of launches at the same time in a bare clone one installs and builds, after one that was killed, and all run", async () => {
  mkdirSync(join(clone, ".launching"));
  // Greater than any process number of Linux or macOS.
  writeFileSync(join(clone, ".launching", "99999999"), "");
  const launches = await Promise.all([translate(), translate(), translate()]);
  expect(launches.map(({ stdout }) => stdout)).toEqual([translation, translation, translation]);
  const installed = launches.filter(({ stderr }) => stderr.includes("Lockfile is up to date"));
  expect(installed).toHaveLength(1);
  const waited = launches.filter(({ stderr }) => /waiting for process \d+, which/.test(stderr));
  expect(waited.length).toBeGreaterThan(0);
  expect(launches.filter(({ stderr }) => stderr.includes("process 99999999"))).toEqual([]);
  expect(existsSync(join(clone, ".launching"))).toBe(false);
});

test("what was built and is gone is built again", async () => {
  for (const name of ["core", "runtime"])
    rmSync(join(clone, "packages", name, "dist"), { recursive: true });
  expect((await translate()).stdout).toBe(translation);
});

// Each installs what it needs and no development dependency, and compiles the packages that it stands on.
test.each(["train", "bench", "hardware", "playground"])("%s starts in it, too", async (command) => {
  expect((await launch(command, "--help")).stdout).toContain("Usage: ");
});
