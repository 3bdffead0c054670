import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeFiles } from "../../src/corpus/write-files.ts";
import { scratchFolder } from "./scratch-folder.ts";

function* failing(code: string): Generator<string> {
  yield "half";
  throw Object.assign(new Error(`${code}: write`), { code });
}

test("writes lines, makes the folder, and tells size, lines and hash", async () => {
  const path = join(scratchFolder(), "new/a.tsv");
  const lines = ["Hühner", "Kühe"];
  const [written] = await writeFiles([{ path, lines }]);
  const bytes = readFileSync(path);
  expect(bytes.toString()).toBe("Hühner\nKühe\n");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(written).toEqual({ path, lines: 2, sizeBytes: 8 + 6, sha256 });
});

test("writes more than one chunk whole", async () => {
  const path = join(scratchFolder(), "a");
  const lines = Array.from({ length: 30_011 }, (_, index) => `${index} ${"Huhn ".repeat(10)}`);
  await writeFiles([{ path, lines }]);
  expect(readFileSync(path, "utf8")).toBe(`${lines.join("\n")}\n`);
});

test("a later file can describe the earlier ones", async () => {
  const folder = scratchFolder();
  const path = join(folder, "record");
  await writeFiles([
    { path: join(folder, "a"), lines: ["x", "y"] },
    { path, lines: (before) => before.map(({ lines }) => String(lines)) },
  ]);
  expect(readFileSync(path, "utf8")).toBe("2\n");
});

test.each([
  ["ENOSPC", "the disk is full"],
  ["EACCES", "no permission to write there"],
])("%s leaves the old files and nothing else, and says why", async (code, reason) => {
  const folder = scratchFolder({ a: "old a", b: "old b" });
  const files = [
    { path: join(folder, "a"), lines: ["new"] },
    { path: join(folder, "b"), lines: failing(code) },
  ];
  await expect(writeFiles(files)).rejects.toThrow(
    `${join(folder, "b")}: cannot be written, ${reason}`,
  );
  expect(readdirSync(folder).sort()).toEqual(["a", "b"]);
  expect(readFileSync(join(folder, "a"), "utf8")).toBe("old a");
  expect(readFileSync(join(folder, "b"), "utf8")).toBe("old b");
});

test("an error of the lines themselves passes through", async () => {
  const lines = (): string[] => {
    throw new TypeError("no lines");
  };
  await expect(writeFiles([{ path: join(scratchFolder(), "a"), lines }])).rejects.toThrow(
    TypeError,
  );
});

test.runIf(process.platform === "linux")("a folder that cannot be made is an error", async () => {
  const lines = ["x"];
  await expect(writeFiles([{ path: "/proc/none/a", lines }])).rejects.toThrow(
    "/proc/none/a: cannot be written",
  );
  const file = join(scratchFolder({ file: "x" }), "file/a");
  await expect(writeFiles([{ path: file, lines }])).rejects.toThrow(
    "file: is a file, not a folder",
  );
});
