import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { run } from "../program-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-duet-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("what the user can mend ends with 2 and says how", () => {
  test.each([
    [[], "required option '--base <revision>' not specified"],
    [["--base", "no-such-revision"], 'there is no revision "no-such-revision" in this clone'],
    [["--base", "HEAD", "--floor", "x"], "expected a percentage"],
    [["--base", "HEAD", "--pairs", "0"], "expected a whole number"],
    [["--base", "HEAD", "--json", folder], "is a folder"],
    [["--base", "HEAD", "--history", join(folder, "absent")], "absent: ENOENT"],
  ])("%j", async (args, message) => {
    const { code, output, error } = await run(["duet", ...args]);
    expect(error).toContain(message);
    expect(output).toBe("");
    expect(code).toBe(2);
  });
});
