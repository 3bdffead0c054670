import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { makeFolder } from "../src/make-folder.ts";

const scratch = mkdtempSync(join(tmpdir(), "bnnkit-make-folder-"));
afterAll(() => rmSync(scratch, { recursive: true }));

test("makes what is missing and says where that began", async () => {
  const folder = join(scratch, "a", "b", "c");
  expect(await makeFolder(folder)).toBe(join(scratch, "a"));
  expect(existsSync(folder)).toBe(true);
  expect(await makeFolder(folder)).toBeUndefined();
  expect(await makeFolder(join(folder, "d"))).toBe(join(folder, "d"));
});

test("a file in the way is an error", async () => {
  writeFileSync(join(scratch, "file"), "");
  const file = join(scratch, "file");
  await expect(makeFolder(file)).rejects.toThrow(`${file}: is a file, not a folder`);
  for (const below of [join(file, "below"), join(file, "below", "deeper")]) {
    await expect(makeFolder(below)).rejects.toThrow(
      `${below}: cannot be a folder, as a file is in the way`,
    );
  }
});

test.skipIf(process.platform !== "linux")("what /proc refuses ends with its reason", async () => {
  await expect(makeFolder("/proc/bnnkit/below")).rejects.toThrow("ENOENT");
});

/** Whether a file system can be mounted read-only in a name space of its own. */
const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "-o", "ro", "x", "/mnt"]);

test.skipIf(canMount.status !== 0)("a read-only file system is called that", () => {
  const module = fileURLToPath(new URL("../dist/make-folder.js", import.meta.url));
  const code = `import(${JSON.stringify(module)}).then((m) => m.makeFolder("/mnt/a/b")).catch((e) => console.log(e.code))`;
  const script = 'mount -t tmpfs -o ro x /mnt && "$0" -e "$1"';
  const args = ["-rm", "sh", "-c", script, process.execPath, code];
  expect(execFileSync("unshare", args, { encoding: "utf8" })).toBe("EROFS\n");
});
