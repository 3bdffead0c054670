import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runTranslate } from "./run-translate.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-translate-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe("lines in, lines out", () => {
  test("a text given as words is one line", async () => {
    const quoted = await runTranslate(["Where is my new car?"]);
    expect(quoted).toMatchObject({ code: 0, stderr: "" });
    expect(quoted.stdout).toMatch(/^\S.*\n$/);
    expect((await runTranslate(["Where", "is", "my", "new", "car?"])).stdout).toBe(quoted.stdout);
  });

  test("standard input and a file give the same line for each line, in order", async () => {
    const text = "I am tired.\n\nTom is here.\nI am tired.";
    const piped = await runTranslate([], text);
    const lines = piped.stdout.split("\n");
    expect(lines).toHaveLength(4 + 1);
    expect(lines[1]).toBe("");
    expect(lines[3]).toBe(lines[0]);
    const read = await runTranslate(["--input", fileOf("lines.txt", text)]);
    expect(read.stdout).toBe(piped.stdout);
    const output = join(folder, "out.txt");
    const written = await runTranslate(["--input", join(folder, "lines.txt"), "--output", output]);
    expect(written).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(output, "utf8")).toBe(piped.stdout);
  });

  test("a line is translated before the next one is written", async () => {
    const { code, stdout } = await runTranslate([], "Good morning.\n", {
      watch: (child, text) => text.endsWith("\n") && child.stdin?.end(),
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\S.*\n$/);
  });

  test("streaming gives the same text", async () => {
    const plain = await runTranslate(["Select the cells that you want to copy."]);
    const streamed = await runTranslate(["--stream", "Select the cells that you want to copy."]);
    expect(streamed.stdout).toBe(plain.stdout);
  });

  test("streaming gives the same text across line breaks that only Unicode knows", async () => {
    const text = "Good morning.\u2028\u2029I am tired.\u0085\u0085We have a dog.\v\fTom is here.";
    const plain = await runTranslate([text]);
    expect(plain.stdout.split("\n")).toHaveLength(2);
    expect((await runTranslate(["--stream", text])).stdout).toBe(plain.stdout);
  });

  test("both instruction sets give the same text", async () => {
    const words = ["We have a dog."];
    const wasm = await runTranslate(["--isa", "wasm-simd128", ...words]);
    expect((await runTranslate(["--isa", "js", ...words])).stdout).toBe(wasm.stdout);
    expect((await runTranslate(["--threads", "2", ...words])).stdout).toBe(wasm.stdout);
  });
});

describe("where output goes", () => {
  test("a link keeps leading to the file, which is replaced", async () => {
    const [file, link] = [fileOf("linked.txt", "old"), join(folder, "link.txt")];
    symlinkSync(file, link);
    expect(await runTranslate(["--output", link, "Good morning."])).toMatchObject({ code: 0 });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, "utf8")).toMatch(/^\S.*\n$/);
  });

  test("a link that leads nowhere yet leads to the new file", async () => {
    const link = join(folder, "dangling.txt");
    symlinkSync("behind.txt", link);
    expect(await runTranslate(["--output", link, "Good morning."])).toMatchObject({ code: 0 });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "behind.txt"), "utf8")).toMatch(/^\S.*\n$/);
  });

  test.skipIf(process.platform === "win32")("a file that was private stays so", async () => {
    const file = fileOf("private.txt", "old");
    chmodSync(file, 0o600);
    expect(await runTranslate(["--output", file, "Good morning."])).toMatchObject({ code: 0 });
    expect(lstatSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).not.toBe("old");
  });

  test.skipIf(process.platform === "win32")("a pipe is written to and stays one", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const read = readFile(pipe, "utf8");
    expect(await runTranslate(["--output", pipe, "Good morning."])).toMatchObject({ code: 0 });
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    expect(await read).toMatch(/^\S.*\n$/);
  });

  test.skipIf(process.platform !== "linux")("a full disk is told", async () => {
    const outputFile = openSync("/dev/full", "w");
    const { code, stderr } = await runTranslate(["Good morning."], "", { outputFile });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^bnnkit-translate: standard output: .*ENOSPC.*\n$/);
  });

  test.skipIf(process.platform !== "linux").each([3, 300])(
    "a full disk is told, %d lines to --output",
    async (count) => {
      const lines = Array.from({ length: count }, () => "Good morning.\n").join("");
      const { code, stderr } = await runTranslate(["--output", "/dev/full"], lines);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^bnnkit-translate: --output \/dev\/full: .*ENOSPC.*\n$/);
    },
  );

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
});

test("standard input that is a folder is refused", async () => {
  const { code, stdout, stderr } = await runTranslate([], "", { inputFile: openSync(folder, "r") });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe("bnnkit-translate: standard input: is a folder\n");
});

test("an output that cannot be written is told before a model is read, and leaves nothing", async () => {
  const output = join(folder, "absent", "x.txt");
  const broken = fileOf("broken", "no model");
  const args = ["--model", broken, "--tokenizer", broken, "--output", output, "x"];
  const { code, stderr } = await runTranslate(args);
  expect(code).toBe(2);
  expect(stderr).toBe(`bnnkit-translate: --output ${output}: ENOENT: no such file or directory\n`);
  const beside = join(folder, "beside.txt");
  await runTranslate(["--model", broken, "--tokenizer", broken, "--output", beside, "x"]);
  expect(readdirSync(folder).filter((name) => name.startsWith("beside"))).toEqual([]);
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

describe("forms of output", () => {
  test("--json has the source, the translation and scored alternatives, best first", async () => {
    const { stdout } = await runTranslate([
      "--json",
      "--beam",
      "4",
      "--n-best",
      "3",
      "I am tired.",
    ]);
    const { source, translation, complete, alternatives } = JSON.parse(stdout);
    expect(source).toBe("I am tired.");
    expect(complete).toBe(true);
    expect(alternatives[0].text).toBe(translation);
    const scores: number[] = alternatives.map(({ score }: { score: number }) => score);
    expect(scores.length).toBeGreaterThan(1);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  test("a line without a sentence stays as it is, without scores", async () => {
    const { stdout } = await runTranslate(["--beam", "2", "--n-best", "2"], "\n \t\nI am tired.\n");
    const [empty, blank, scored] = stdout.split("\n");
    expect([empty, blank]).toEqual(["", " \t"]);
    expect(scored).toMatch(/^-?\d+\.\d{4} .*\t-?\d+\.\d{4} /);
  });

  test("--json gives the source back, line separators, too, on one line", async () => {
    const source = "Good\u2028morning.\u0085";
    const { stdout } = await runTranslate(["--json", source]);
    expect(stdout).not.toMatch(/[\u2028\u0085]/);
    expect(JSON.parse(stdout).source).toBe(source);
  });

  test("--explain, --statistics and --verify speak on standard error only", async () => {
    const flags = ["--explain", "--statistics", "--verify"];
    const { code, stdout, stderr } = await runTranslate([...flags, "Good morning."]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).toMatch(/golden examples of the model file: (\d+) of \1 passed/);
    expect(stderr).toMatch(/bgemm/);
    expect(stderr).not.toMatch(/bconv2d|bmaxPool2d|planeGemm/);
    expect(stderr).toMatch(/tokens\/s/);
    expect(stderr).toMatch(/MiB/);
  });

  test("--version is the package's own", async () => {
    const { version } = JSON.parse(
      readFileSync(new URL("../package.json", import.meta.url), "utf8"),
    );
    for (const flag of ["--version", "-V"])
      expect(await runTranslate([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("--help explains itself", async () => {
    const { code, stdout } = await runTranslate(["--help"]);
    expect(code).toBe(0);
    for (const word of ["--beam", "--n-best", "--stream", "Examples:", "Exit codes:"])
      expect(stdout).toContain(word);
  });
});

describe("input nobody planned for", () => {
  test.each([
    ["an empty text", ""],
    ["white space", " \t "],
    ["control characters", "a\u0000b\u0007c\u001b[31m"],
    ["emoji", "🙂👩‍👩‍👧‍👦🇩🇪"],
    ["right-to-left text", "שלום עולם. مرحبا بالعالم."],
    ["an unknown script", "ꦲꦏ꧀ꦱꦫꦗꦮ ᚠᚢᚦᚨᚱᚲ"],
  ])("%s gives one line", async (_, text) => {
    const { code, stdout } = await runTranslate([], `${text}\n`);
    // What the model makes of it may be unreliable.
    expect([0, 3]).toContain(code);
    expect(stdout.split("\n")).toHaveLength(2);
  });

  test("1 MB without a space ends with one line", { timeout: 120_000 }, async () => {
    const { code, stdout } = await runTranslate([], "x".repeat(1_000_000));
    expect(code).toBe(0);
    expect(stdout.split("\n")).toHaveLength(2);
  });

  test("invalid UTF-8 names file and line, and leaves no output behind", async () => {
    const input = fileOf("latin1.txt", Uint8Array.of(0x61, 10, 0x62, 0xe4, 10));
    const output = join(folder, "never.txt");
    const { code, stderr } = await runTranslate(["--input", input, "--output", output]);
    expect(code).toBe(2);
    expect(stderr).toContain("latin1.txt:2");
    expect(readdirSync(folder).filter((name) => name.startsWith("never"))).toEqual([]);
    const shown = await runTranslate(["--input", input]);
    expect(shown.stdout).toMatch(/^.+\n$/);
  });

  test("a line of more than 16 MiB is refused", async () => {
    const { code, stdout, stderr } = await runTranslate([], Buffer.alloc((16 << 20) + 1, "x"));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("standard input:1: the line is longer than 16 MiB");
  });

  test.each([
    [["--beam", "0", "x"], /--beam/],
    [["--beam", "2", "--n-best", "3", "x"], /--n-best/],
    [["--input", "does-not-exist.txt"], /does-not-exist\.txt/],
    [["--input", "a.txt", "text"], /not both/],
    [["--model", "a.safetensors", "x"], /--tokenizer/],
    [["--stream", "--json", "x"], /--stream/],
    [["--colour"], /--colour/],
    [["--output", tmpdir(), "x"], /is a folder/],
    [["--output", "no-such-folder/x.txt", "x"], /no-such-folder\/x.txt: ENOENT: [a-z ]+\n$/],
    [["--input", tmpdir()], /--input .*: is a folder/],
    [["--maximum-length", "97", "x"], /--maximum-length \(97\) must be at most 96/],
    [["--maximum-length", "97", ""], /--maximum-length \(97\) must be at most 96/],
  ])("%j is refused with code 2", async (args, message) => {
    const { code, stdout, stderr } = await runTranslate(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });
});

describe("files that are not what they should be", () => {
  const tokenizer = fileURLToPath(tokenizerUrl);
  const withModel = (path: string) =>
    runTranslate(["--model", path, "--tokenizer", tokenizer, "x"]);

  test.each([0, 7, 8, 1000, -1])("a model file cut at byte %i is refused", async (size) => {
    const bytes = readFileSync(modelUrl);
    const { code, stdout, stderr } = await withModel(fileOf("cut", bytes.subarray(0, size)));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const start = `bnnkit-translate: --model ${join(folder, "cut")}: read`;
    expect(stderr.slice(0, start.length)).toBe(start);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("a flipped bit in the weights is refused", async () => {
    const bytes = Uint8Array.from(readFileSync(modelUrl));
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 4;
    const { code, stderr } = await withModel(fileOf("flipped", bytes));
    expect(code).toBe(2);
    expect(stderr).toMatch(/--model .*flipped: readModel: .*checksum/);
  });

  test("another tokenizer is refused", async () => {
    const json = JSON.parse(readFileSync(tokenizerUrl, "utf8"));
    const path = fileOf("tokenizer.json", JSON.stringify({ ...json, version: "1.1" }));
    const model = fileURLToPath(modelUrl);
    const { code, stderr } = await runTranslate(["--model", model, "--tokenizer", path, "x"]);
    expect(code).toBe(2);
    expect(stderr).toContain(`--model ${model}, --tokenizer ${path}: loadTranslator: `);
  });

  test.each([
    ["no JSON", "{", "readTokenizer: json must be JSON text"],
    ["JSON of something else", "{}", "readTokenizer: json must be a tokenizer.json"],
  ])("a tokenizer that is %s is named", async (_, content, message) => {
    const path = fileOf("wrong.json", content);
    const model = fileURLToPath(modelUrl);
    const { code, stderr } = await runTranslate(["--model", model, "--tokenizer", path, "x"]);
    expect(code).toBe(2);
    expect(stderr).toContain(`bnnkit-translate: --tokenizer ${path}: ${message}`);
  });

  test("a file that is missing is named once, with the reason", async () => {
    const { code, stderr } = await withModel(join(folder, "absent"));
    expect(code).toBe(2);
    const path = join(folder, "absent");
    expect(stderr).toBe(`bnnkit-translate: --model ${path}: ENOENT: no such file or directory\n`);
    const input = await runTranslate(["--input", path]);
    expect(input.stderr).toBe(
      `bnnkit-translate: --input ${path}: ENOENT: no such file or directory\n`,
    );
    const glossary = await runTranslate(["--glossary", path, "x"]);
    expect(glossary.stderr).toBe(
      `bnnkit-translate: --glossary ${path}: ENOENT: no such file or directory\n`,
    );
  });

  test("a file of more bytes than a model may have is refused unread", async () => {
    const sparse = fileOf("sparse", "");
    truncateSync(sparse, 2 ** 30 + 1);
    const { code, stderr } = await withModel(sparse);
    expect(code).toBe(2);
    expect(stderr).toBe(`bnnkit-translate: --model ${sparse}: has more than 1024 MiB\n`);
    const model = fileURLToPath(modelUrl);
    const other = await runTranslate(["--model", model, "--tokenizer", sparse, "x"]);
    expect(other.stderr).toContain(`--tokenizer ${sparse}: has more than 64 MiB\n`);
  });

  test.skipIf(process.platform !== "linux")("an endless device is refused unread", async () => {
    const { code, stderr } = await withModel("/dev/zero");
    expect(code).toBe(2);
    expect(stderr).toBe("bnnkit-translate: --model /dev/zero: is a device, not a file\n");
  });

  test.skipIf(process.platform === "win32")("a model may come through a pipe", async () => {
    const pipe = pipeOf("model-pipe");
    const run = withModel(pipe);
    await writeFile(pipe, readFileSync(modelUrl));
    expect(await run).toMatchObject({ code: 0, stderr: "" });
  });
});
