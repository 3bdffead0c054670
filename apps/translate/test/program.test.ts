import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runWithSmallModel } from "./run-in-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const { path: folder, write: fileOf } = temporaryFolder();

describe("lines in, lines out", () => {
  test("a text given as words is one line", async () => {
    const quoted = await runWithSmallModel(["Where is my new car?"]);
    expect(quoted).toMatchObject({ code: 0, stderr: "" });
    expect(quoted.stdout).toMatch(/^\S.*\n$/);
    expect((await runWithSmallModel(["Where", "is", "my", "new", "car?"])).stdout).toBe(
      quoted.stdout,
    );
  });

  test("standard input and a file give the same line for each line, in order", async () => {
    const text = "I am tired.\n\nTom is here.\nI am tired.";
    const piped = await runWithSmallModel([], text);
    const lines = piped.stdout.split("\n");
    expect(lines).toHaveLength(4 + 1);
    expect(lines[1]).toBe("");
    expect(lines[3]).toBe(lines[0]);
    const read = await runWithSmallModel(["--input", fileOf("lines.txt", text)]);
    expect(read.stdout).toBe(piped.stdout);
    const output = join(folder, "out.txt");
    const written = await runWithSmallModel([
      "--input",
      join(folder, "lines.txt"),
      "--output",
      output,
    ]);
    expect(written).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(output, "utf8")).toBe(piped.stdout);
  });

  test("streaming gives the same text", async () => {
    const plain = await runWithSmallModel(["Select the cells that you want to copy."]);
    const streamed = await runWithSmallModel([
      "--stream",
      "Select the cells that you want to copy.",
    ]);
    expect(streamed.stdout).toBe(plain.stdout);
  });

  test("streaming gives the same text across line breaks that only Unicode knows", async () => {
    const text = "Good morning.\u2028\u2029I am tired.\u0085\u0085We have a dog.\v\fTom is here.";
    const plain = await runWithSmallModel([text]);
    expect(plain.stdout.split("\n")).toHaveLength(2);
    expect((await runWithSmallModel(["--stream", text])).stdout).toBe(plain.stdout);
  });

  test("both instruction sets give the same text", async () => {
    const words = ["We have a dog."];
    const wasm = await runWithSmallModel(["--isa", "wasm-simd128", ...words]);
    expect((await runWithSmallModel(["--isa", "js", ...words])).stdout).toBe(wasm.stdout);
    expect((await runWithSmallModel(["--threads", "2", ...words])).stdout).toBe(wasm.stdout);
  });
});

describe("where output goes", () => {
  test("a link keeps leading to the file, which is replaced", async () => {
    const [file, link] = [fileOf("linked.txt", "old"), join(folder, "link.txt")];
    symlinkSync(file, link);
    expect(await runWithSmallModel(["--output", link, "Good morning."])).toMatchObject({ code: 0 });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, "utf8")).toMatch(/^\S.*\n$/);
  });

  test("a link that leads nowhere yet leads to the new file", async () => {
    const link = join(folder, "dangling.txt");
    symlinkSync("behind.txt", link);
    expect(await runWithSmallModel(["--output", link, "Good morning."])).toMatchObject({ code: 0 });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "behind.txt"), "utf8")).toMatch(/^\S.*\n$/);
  });

  test.skipIf(process.platform === "win32")("a file that was private stays so", async () => {
    const file = fileOf("private.txt", "old");
    chmodSync(file, 0o600);
    expect(await runWithSmallModel(["--output", file, "Good morning."])).toMatchObject({ code: 0 });
    expect(lstatSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).not.toBe("old");
  });

  test.skipIf(process.platform === "win32")("a pipe is written to and stays one", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const read = readFile(pipe, "utf8");
    expect(await runWithSmallModel(["--output", pipe, "Good morning."])).toMatchObject({ code: 0 });
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    expect(await read).toMatch(/^\S.*\n$/);
  });

  test.skipIf(process.platform !== "linux").each([3, 300])(
    "a full disk is told, %d lines to --output",
    async (count) => {
      const lines = Array.from({ length: count }, () => "Good morning.\n").join("");
      const { code, stderr } = await runWithSmallModel(["--output", "/dev/full"], lines);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^bnnkit-translate: --output \/dev\/full: .*ENOSPC.*\n$/);
    },
  );
});

test("an output that cannot be written is told before a model is read, and leaves nothing", async () => {
  const output = join(folder, "absent", "x.txt");
  const broken = fileOf("broken", "no model");
  const args = ["--model", broken, "--tokenizer", broken, "--output", output, "x"];
  const { code, stderr } = await runWithSmallModel(args);
  expect(code).toBe(2);
  expect(stderr).toBe(`bnnkit-translate: --output ${output}: ENOENT: no such file or directory\n`);
  const beside = join(folder, "beside.txt");
  await runWithSmallModel(["--model", broken, "--tokenizer", broken, "--output", beside, "x"]);
  expect(readdirSync(folder).filter((name) => name.startsWith("beside"))).toEqual([]);
});

describe("forms of output", () => {
  test("--json has the source, the translation and scored alternatives, best first", async () => {
    const { stdout } = await runWithSmallModel([
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
    const { stdout } = await runWithSmallModel(
      ["--beam", "2", "--n-best", "2"],
      "\n \t\nI am tired.\n",
    );
    const [empty, blank, scored] = stdout.split("\n");
    expect([empty, blank]).toEqual(["", " \t"]);
    expect(scored).toMatch(/^-?\d+\.\d{4} .*\t-?\d+\.\d{4} /);
  });

  test("--json gives the source back, line separators, too, on one line", async () => {
    const source = "Good\u2028morning.\u0085";
    const { stdout } = await runWithSmallModel(["--json", source]);
    expect(stdout).not.toMatch(/[\u2028\u0085]/);
    expect(JSON.parse(stdout).source).toBe(source);
  });

  test("--explain, --statistics and --verify speak on standard error only", async () => {
    const flags = ["--explain", "--statistics", "--verify"];
    const { code, stdout, stderr } = await runWithSmallModel([...flags, "Good morning."]);
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
      expect(await runWithSmallModel([flag])).toEqual({
        code: 0,
        stdout: `${version}\n`,
        stderr: "",
      });
  });

  test("--help explains itself", async () => {
    const { code, stdout } = await runWithSmallModel(["--help"]);
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
    const { code, stdout } = await runWithSmallModel([], `${text}\n`);
    // What the model makes of it may be unreliable.
    expect([0, 3]).toContain(code);
    expect(stdout.split("\n")).toHaveLength(2);
  });

  test("1 MB without a space ends with one line", { timeout: 120_000 }, async () => {
    const { code, stdout } = await runWithSmallModel([], "x".repeat(1_000_000));
    expect(code).toBe(0);
    expect(stdout.split("\n")).toHaveLength(2);
  });

  test("invalid UTF-8 names file and line, and leaves no output behind", async () => {
    const input = fileOf("latin1.txt", Uint8Array.of(0x61, 10, 0x62, 0xe4, 10));
    const output = join(folder, "never.txt");
    const { code, stderr } = await runWithSmallModel(["--input", input, "--output", output]);
    expect(code).toBe(2);
    expect(stderr).toContain("latin1.txt:2");
    expect(readdirSync(folder).filter((name) => name.startsWith("never"))).toEqual([]);
    const shown = await runWithSmallModel(["--input", input]);
    expect(shown.stdout).toMatch(/^.+\n$/);
  });

  test("a line of more than 16 MiB is refused", async () => {
    const { code, stdout, stderr } = await runWithSmallModel([], Buffer.alloc((16 << 20) + 1, "x"));
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
    const { code, stdout, stderr } = await runWithSmallModel(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });
});
