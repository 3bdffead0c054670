import { execFile, execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatDuet } from "../../src/duet/format-duet.ts";
import { duetOf, duetRow } from "../dashboard/history-fixture.ts";

const action = fileURLToPath(new URL("../../../../.github/actions/benchmark/", import.meta.url));
const report = duetOf([duetRow]);

let folder: string;
const at = (name: string): string => join(folder, name);
const git = (cwd: string, ...args: string[]): string =>
  execFileSync("git", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-action-"));
  git(folder, "init", "--quiet", "--bare", "remote");
  git(folder, "clone", "--quiet", "remote", "clone");
  for (const name of ["temp", "bin"]) mkdirSync(at(name));
  writeFileSync(at("clone/package.json"), JSON.stringify({ packageManager: "pnpm@12.21.0" }));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a step as a runner would. */
async function step(script: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(action, script)], {
    cwd: at("clone"),
    env: {
      ...{ ...process.env, PATH: `${at("bin")}${delimiter}${process.env.PATH}` },
      ...{
        RUNNER_TEMP: at("temp"),
        HISTORY_BRANCH: "benchmark-history",
        GITHUB_OUTPUT: at("output"),
      },
      ...{ GITHUB_STEP_SUMMARY: at("summary"), BASE: "main", FILTER: "a|b c", FLOOR: "5%" },
      ...env,
    },
  });
  return stdout;
}

/** Puts a program in the place of npx that writes down how it was called. */
function replaceNpx(code: number, isMeasured = true): void {
  const table = formatDuet(report, "markdown");
  writeFileSync(
    at("bin/npx"),
    `#!${process.execPath}
const { writeFileSync } = require("node:fs");
const args = process.argv.slice(2);
writeFileSync(${JSON.stringify(at("called"))}, JSON.stringify(args));
if (${isMeasured}) {
  writeFileSync(args[args.indexOf("--json") + 1], ${JSON.stringify(JSON.stringify(report))});
  process.stdout.write(${JSON.stringify(table)});
}
process.exitCode = ${code};
`,
  );
  chmodSync(at("bin/npx"), 0o755);
}

describe("measure", () => {
  test("leaves table and report, and the code for the last step", async () => {
    replaceNpx(1);
    expect(await step("measure.mjs")).toContain("1 of 1 slower");
    expect(JSON.parse(readFileSync(at("called"), "utf8"))).toEqual([
      ...["-y", "pnpm@12.21.0", "-s", "bench", "duet", "--base", "main", "--filter", "a|b c"],
      ...["--floor", "5%", "--history", at("temp/benchmark-history")],
      ...["--json", at("temp/benchmark-report.json"), "--format", "markdown"],
    ]);
    expect(readFileSync(at("output"), "utf8")).toBe(
      `code=1\nreport=${at("temp/benchmark-report.json")}\n`,
    );
    expect(readFileSync(at("summary"), "utf8")).toBe(formatDuet(report, "markdown"));
  });

  test.each([1, 2])("a comparison that failed with %i fails at once", async (code) => {
    replaceNpx(code, false);
    await expect(step("measure.mjs")).rejects.toMatchObject({ code });
  });
});

describe("the history", () => {
  const reportAt = (startedAt: string): void =>
    writeFileSync(at("temp/benchmark-report.json"), JSON.stringify({ ...report, startedAt }));

  test("begins with the first report, grows by one each time, and comes back", async () => {
    expect(await step("fetch-history.mjs")).toBe("0 earlier reports\n");
    reportAt("2026-01-05T00:00:00.000Z");
    expect(await step("store-report.mjs")).toContain("2026-01-05T00-00-00-000Z-2222222222.json");
    reportAt("2026-01-06T00:00:00.000Z");
    await step("store-report.mjs");
    expect(git(at("remote"), "rev-list", "--count", "benchmark-history")).toBe("2");
    expect(git(at("clone"), "status", "--porcelain")).toBe("?? package.json");
    expect(await step("fetch-history.mjs")).toBe("2 earlier reports\n");
    const files = readdirSync(at("temp/benchmark-history")).sort();
    expect(files).toHaveLength(2);
    const first = readFileSync(at(`temp/benchmark-history/${files[0]}`), "utf8");
    expect(JSON.parse(first)).toEqual(report);
  });

  test("that cannot be pushed is a warning", async () => {
    writeFileSync(at("remote/hooks/pre-receive"), "#!/bin/sh\necho not allowed >&2\nexit 1\n");
    chmodSync(at("remote/hooks/pre-receive"), 0o755);
    reportAt("2026-01-05T00:00:00.000Z");
    expect(await step("store-report.mjs")).toMatch(/^::warning::the report was not stored: /);
  });
});

describe("comment", () => {
  interface Comment {
    readonly id: number;
    body: string;
  }
  let server: Server;
  let comments: Comment[];
  let status: number;
  let env: Record<string, string>;

  beforeEach(async () => {
    comments = [];
    status = 200;
    server = createServer(async (request, response) => {
      let text = "";
      for await (const chunk of request) text += chunk;
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
      if (request.headers.authorization !== "Bearer secret") status = 401;
      const page = Number(searchParams.get("page"));
      if (request.method === "POST") comments.push({ id: comments.length, ...JSON.parse(text) });
      const own = comments.find(({ id }) => pathname.endsWith(`/issues/comments/${id}`));
      if (request.method === "PATCH" && own) own.body = JSON.parse(text).body;
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(comments.slice(100 * (page - 1), 100 * page)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    writeFileSync(at("temp/benchmark-table.md"), "| a |\n");
    writeFileSync(at("event.json"), JSON.stringify({ pull_request: { number: 7 } }));
    env = {
      ...{ GITHUB_API_URL: `http://127.0.0.1:${port}`, GITHUB_REPOSITORY: "some/where" },
      ...{ GITHUB_EVENT_PATH: at("event.json"), TOKEN: "secret" },
    };
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test("is written once and then changed, behind those of others", async () => {
    comments = Array.from({ length: 150 }, (_, id) => ({ id, body: "nice" }));
    await step("comment.mjs", env);
    writeFileSync(at("temp/benchmark-table.md"), "| b |\n");
    await step("comment.mjs", env);
    expect(comments).toHaveLength(151);
    expect(comments.at(-1)?.body).toBe("<!-- bnnkit benchmark -->\n### Benchmark\n\n| b |\n");
  });

  test("that may not be written is a warning", async () => {
    status = 403;
    expect(await step("comment.mjs", env)).toMatch(/^::warning::no comment was written: GET .*403/);
  });

  test("needs a pull request", async () => {
    writeFileSync(at("event.json"), "{}");
    expect(await step("comment.mjs", env)).toBe("no pull request, so no comment\n");
    expect(comments).toEqual([]);
  });
});

test("the action runs every script that lies beside it, and names its environment", () => {
  const text = readFileSync(join(action, "action.yml"), "utf8");
  const scripts = readdirSync(action).filter((name) => /^(comment|fetch|measure|store)/.test(name));
  expect(scripts).toHaveLength(4);
  for (const name of scripts) expect(text).toContain(`node "$GITHUB_ACTION_PATH/${name}"`);
  for (const name of ["HISTORY_BRANCH", "BASE", "FILTER", "FLOOR", "TOKEN", "CODE"])
    expect(text).toMatch(new RegExp(`^ +${name}: \\$\\{\\{ `, "m"));
});
