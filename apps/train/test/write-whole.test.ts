import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UsageError } from "../src/errors.ts";
import { refuseFolder, refuseUnwritable, writeAllWhole, writeWhole } from "../src/write-whole.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bnnkit-write-whole-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("replaces a file, behind a link too, and leaves nothing beside it", async () => {
  const [file, link] = [join(folder, "file"), join(folder, "link")];
  await writeFile(file, "old");
  await symlink(file, link);
  await writeWhole(link, "new");
  expect(await readFile(file, "utf8")).toBe("new");
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect((await readdir(folder)).sort()).toEqual(["file", "link"]);
});

test("a link that leads nowhere yet leads to the new file, and a private file stays private", async () => {
  const [file, link] = [join(folder, "file"), join(folder, "link")];
  await symlink("file", link);
  await writeWhole(link, "new");
  expect(await readFile(file, "utf8")).toBe("new");
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  await chmod(file, 0o600);
  await writeWhole(file, "newer");
  expect((await lstat(file)).mode & 0o777).toBe(process.platform === "win32" ? 0o666 : 0o600);
});

test("a file that cannot be written stays as it was", async () => {
  const missing = join(folder, "missing", "file");
  await expect(writeWhole(missing, "new")).rejects.toThrow("ENOENT");
  await expect(writeWhole(folder, "new")).rejects.toThrow("is a folder");
  expect(await readdir(folder)).toEqual([]);
});

test("refuses a folder, and nothing else", async () => {
  await expect(refuseFolder("--output", folder)).rejects.toThrow(`--output ${folder}: is a folder`);
  await expect(refuseFolder("--output", join(folder, "missing"))).resolves.toBeUndefined();
});

test("files that belong together are written all or none", async () => {
  const [first, second] = [join(folder, "first"), join(folder, "second")];
  await writeFile(first, "old");
  await mkdir(second);
  const files = [
    { path: first, content: "new" },
    { path: second, content: "new" },
  ];
  await expect(writeAllWhole(files)).rejects.toThrow(`${second}: is a folder`);
  const missing = { path: join(folder, "absent", "third"), content: "new" };
  await expect(writeAllWhole([{ path: first, content: "new" }, missing])).rejects.toThrow("ENOENT");
  expect(await readFile(first, "utf8")).toBe("old");
  expect((await readdir(folder)).sort()).toEqual(["first", "second"]);
  await rm(second, { recursive: true });
  await writeAllWhole(files);
  expect(await readFile(first, "utf8")).toBe("new");
  expect(await readFile(second, "utf8")).toBe("new");
});

test("a place that cannot be written to is refused before, with the path once", async () => {
  const path = join(folder, "absent", "file");
  await expect(refuseUnwritable("--output", path)).rejects.toThrow(
    new UsageError(`--output ${path}: ENOENT: no such file or directory`),
  );
  await expect(refuseUnwritable("--output", folder)).rejects.toThrow("is a folder");
  await refuseUnwritable("--output", join(folder, "new"));
  expect(await readdir(folder)).toEqual([]);
});
