import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { exportRun } from "../../src/export/command.ts";

const scratch = mkdtempSync(join(tmpdir(), "bnnkit-export-"));
afterAll(() => rmSync(scratch, { recursive: true }));

test("a file where the folder is to be is refused before the run is read", async () => {
  const out = join(scratch, "file");
  writeFileSync(out, "");
  const options = { run: join(scratch, "no-run"), out, name: "none" };
  await expect(exportRun(options)).rejects.toThrow(`--out ${out}: is a file, not a folder`);
});
