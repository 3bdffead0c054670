import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { run } from "./program-fixture.ts";

test("--version is the package's own", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  expect(await run(["--version"])).toEqual({ code: 0, output: `${version}\n`, error: "" });
});

test("--completion knows commands, options and choices", async () => {
  const { code, output, error } = await run(["--completion", "fish"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  expect(output).toContain(
    "complete -c bnnkit-benchmark -n '__fish_seen_subcommand_from compare' -l format -x -a 'table markdown json'",
  );
});
