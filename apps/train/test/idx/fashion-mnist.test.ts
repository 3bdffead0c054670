import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fetchFashionMnist } from "../../src/idx/fashion-mnist.ts";
import { scratchFolder } from "../corpus/scratch-folder.ts";
import { setPath, standIn } from "../stand-in-program.ts";

const inPackage = "usr/share/datasets/fashion-mnist";

function fetchInto(folder: string): { readonly files: Promise<string>; readonly notes: string[] } {
  const notes: string[] = [];
  const options = { root: join(folder, "root"), cache: join(folder, "cache") };
  return { files: fetchFashionMnist({ ...options, note: (text) => notes.push(text) }), notes };
}

test("downloads and extracts the package once, and leaves nothing else", async () => {
  const folder = scratchFolder();
  standIn("apt-get", 'shift 2; : > "$1"_2.0_all.deb');
  standIn("dpkg-deb", `mkdir -p "$3/${inPackage}"`);
  const { files, notes } = fetchInto(folder);
  expect(await files).toBe(join(folder, "cache/fashion-mnist", inPackage));
  expect(notes).toHaveLength(2);
  expect(notes[1]).toBe(
    `dataset-fashion-mnist 2.0 is kept in ${join(folder, "cache/fashion-mnist")}`,
  );
  expect(readdirSync(join(folder, "cache"))).toEqual(["fashion-mnist"]);
  standIn("apt-get", "exit 1");
  const again = fetchInto(folder);
  expect(await again.files).toBe(await files);
  expect(again.notes).toEqual([]);
});

test("takes the package that is installed", async () => {
  const folder = scratchFolder();
  mkdirSync(join(folder, "root", inPackage), { recursive: true });
  expect(await fetchInto(folder).files).toBe(join(folder, "root", inPackage));
  expect(readdirSync(folder)).toEqual(["root"]);
});

test("without apt-get, or without the package, it says what else can be done", async () => {
  const folder = scratchFolder();
  standIn("apt-get", 'echo "E: Unable to locate package" >&2; exit 100');
  await expect(fetchInto(folder).files).rejects.toThrow(
    /exit code 100; .*apt-get update.*or name a folder with the four files of https:.* with --data\n {2}E: Unable/,
  );
  expect(readdirSync(join(folder, "cache"))).toEqual([]);
  const sh = execFileSync("sh", ["-c", "command -v sh"], { encoding: "utf8" }).trim();
  const bin = scratchFolder();
  execFileSync("ln", ["-s", sh, join(bin, "sh")]);
  setPath(bin);
  await expect(fetchInto(folder).files).rejects.toThrow(
    /^apt-get is not installed; name a folder with the four files/,
  );
});
