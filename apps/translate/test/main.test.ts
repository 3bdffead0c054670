import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tokenizerUrl } from "@bnnkit/model-en-de";
import { describe, expect, test } from "vitest";
import { runTranslate } from "./run-translate.ts";
import { temporaryFolder } from "./temporary-folder.ts";

// What only a process has: descriptors and signals. What the command does is tested in this process: program.test.ts.

const { path: folder } = temporaryFolder();

test("a process reads standard input or a file, and writes to standard output or a file", async () => {
  const text = "I am tired.\n\nTom is here.\n";
  const piped = await runTranslate([], text);
  expect(piped).toMatchObject({ code: 0, stderr: "" });
  expect(piped.stdout).toMatch(/^\S.*\n\n\S.*\n$/);
  const [input, output] = [join(folder, "lines.txt"), join(folder, "out.txt")];
  writeFileSync(input, text);
  const written = await runTranslate(["--input", input, "--output", output]);
  expect(written).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(readFileSync(output, "utf8")).toBe(piped.stdout);
});

test("what it cannot do it says on standard error, with its code", async () => {
  const { code, stdout, stderr } = await runTranslate(["--colour"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("--colour");
  const cut = await runTranslate(["--maximum-length", "1", "The house"]);
  expect(cut).toMatchObject({ code: 3, stdout: "The house\n" });
  expect(cut.stderr).toContain("line 1: unreliable (truncated");
});

test("a line is translated before the next one is written", async () => {
  const { code, stdout } = await runTranslate([], "Good morning.\n", {
    watch: (child, text) => text.endsWith("\n") && child.stdin?.end(),
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\S.*\n$/);
});

test.skipIf(process.platform !== "linux")("a full disk is told", async () => {
  const outputFile = openSync("/dev/full", "w");
  const { code, stderr } = await runTranslate(["Good morning."], "", { outputFile });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^bnnkit-translate: standard output: .*ENOSPC.*\n$/);
});

test.skipIf(process.platform !== "linux")(
  "a full disk is told while somebody may still write a line",
  async () => {
    const { code, stderr } = await runTranslate(["--output", "/dev/full"], "Good morning.\n", {
      onStart: () => undefined,
    });
    expect(code).toBe(1);
    expect(stderr).toContain("ENOSPC");
  },
);

test("standard input that is a folder is refused", async () => {
  const { code, stdout, stderr } = await runTranslate([], "", { inputFile: openSync(folder, "r") });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe("bnnkit-translate: standard input: is a folder\n");
});

const pipeOf = (name: string): string => {
  const path = join(folder, name);
  execFileSync("mkfifo", [path]);
  return path;
};

/** Whether a process has a handler for a signal: proc_pid_status(5), SigCgt, bit n − 1. */
function listensTo(signal: NodeJS.Signals, pid: number | undefined): boolean {
  const caught = /^SigCgt:\s*(\w+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
  return ((BigInt(`0x${caught}`) >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n;
}

describe.skipIf(process.platform !== "linux")("a pipe that nobody is at the other end of", () => {
  const tokenizer = fileURLToPath(tokenizerUrl);
  test.each([
    ["SIGINT", (pipe: string) => ["--input", pipe]],
    ["SIGTERM", (pipe: string) => ["--model", pipe, "--tokenizer", tokenizer, "x"]],
    ["SIGHUP", (pipe: string) => ["--glossary", pipe, "x"]],
    ["SIGTERM", (pipe: string) => ["--output", pipe, "x"]],
  ] as const)("is left on %s", async (signal, argsOf) => {
    const args = argsOf(pipeOf(`alone-${randomUUID()}`));
    const outcome = await runTranslate(args, "", {
      onStart: (child) => {
        const timer = setInterval(() => {
          // Node itself has handlers for the other two from the start.
          if (!listensTo("SIGHUP", child.pid)) return;
          clearInterval(timer);
          setTimeout(() => child.kill(signal), 300);
        }, 20);
      },
    });
    expect(outcome).toMatchObject({ code: 130, stdout: "", stderr: "" });
  });

  test("is waited for", async () => {
    const pipe = pipeOf("late");
    const run = runTranslate(["--input", pipe]);
    await writeFile(pipe, "Good morning.\n\n");
    const { code, stdout } = await run;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\S.*\n\n$/);
  });
});

describe("an interruption", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("by %s ends waiting for input", async (signal) => {
    const outcome = await runTranslate(["--stream"], "Good morning.\n", {
      watch: (child, stdout) => stdout.endsWith("\n") && child.kill(signal),
    });
    expect(outcome).toMatchObject({ code: 130, stderr: "" });
  });

  test.skipIf(process.platform === "win32")("by SIGHUP leaves no part behind", async () => {
    const output = join(folder, "hung-up.txt");
    const parts = (): string[] => readdirSync(folder).filter((name) => name.startsWith("hung-up"));
    const outcome = await runTranslate(["--output", output], "Good morning.\n", {
      onStart: (child) => {
        const timer = setInterval(() => {
          if (parts().length === 0) return;
          clearInterval(timer);
          child.kill("SIGHUP");
        }, 5);
      },
    });
    expect(outcome).toMatchObject({ code: 130, stderr: "" });
    expect(parts()).toEqual([]);
  });

  test("that comes twice, from the terminal and from a launcher, is one", async () => {
    const output = join(folder, "interrupted.txt");
    const parts = (): string[] =>
      readdirSync(folder).filter((name) => name.startsWith("interrupted"));
    const outcome = await runTranslate(["--output", output], "Good morning.\n", {
      onStart: (child) => {
        const timer = setInterval(() => {
          if (parts().length === 0) return;
          clearInterval(timer);
          child.kill("SIGINT");
          child.kill("SIGTERM");
        }, 5);
      },
    });
    expect(outcome).toMatchObject({ code: 130, stderr: "" });
    expect(parts()).toEqual([]);
  });
});
