import { execFileSync } from "node:child_process";
import { lstat, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tokenizerUrl } from "@bnnkit/model-en-de";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand, runInProcess } from "./command-line.ts";
import { writeToyText } from "./toy-text.ts";

let folder: string;
const path = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bnnkit-failures-"));
  await writeFile(path("good.tsv"), "A house.\tEin Haus.\nA house.\tEin Haus.\n");
  await writeFile(path("one-column.tsv"), "A house.\tEin Haus.\nA car.\n");
  await writeFile(path("latin1.tsv"), Buffer.from("A.\tB.\nC.\t\xfcber.\n", "latin1"));
  await writeFile(path("empty.tsv"), "");
  await writeFile(path("no.json"), "{");
  await writeFile(path("object.json"), "{}");
  await writeToyText(path("toy"));
  const words = ["--data", join(path("toy"), "train.tsv"), "--vocabulary-size", "320"];
  await runInProcess(["tokenizer", ...words, "--out", path("toy.json")]);
  await writeFile(path("unknown.json"), '{"model":{"depth":3}}');
});
afterAll(() => rm(folder, { recursive: true }));

const toy = (): string[] => ["--data", path("toy"), "--tokenizer", path("toy.json")];

describe("a folder that another process writes to is refused, and that process named", () => {
  const model = (): string[] => ["--model", path("x"), "--tokenizer", path("toy.json")];
  test.each([
    ["fit", () => toy()],
    ["distill", () => ["--data", path("toy"), ...model()]],
    ["all", () => ["--data", path("toy")]],
  ])("by %s", async (command, args) => {
    const out = path(`held-by-${command}`);
    await mkdir(out);
    const holder = { pid: process.pid, host: hostname(), since: "2024-05-06T07:08:09.000Z" };
    await writeFile(join(out, "bnnkit.lock"), JSON.stringify(holder));
    const { code, errors } = await runInProcess([command, "--out", out, ...args()]);
    expect(errors).toContain(
      `${out}: in use by process ${process.pid} on ${hostname()} since 2024`,
    );
    expect(code).toBe(2);
    expect(await readdir(out)).toEqual(["bnnkit.lock"]);
  });
});

describe("a wrong file or argument gives exit code 2 and says where", () => {
  const tokenizer = (data: string): string[] => [
    "tokenizer",
    ...["--data", path(data), "--out", path("t.json")],
  ];
  const fit = (...args: string[]): string[] => ["fit", "--out", path("run"), ...args];
  test.each([
    ["a missing file", () => tokenizer("missing.tsv"), /missing\.tsv: no such file/],
    ["a line of one column", () => tokenizer("one-column.tsv"), /one-column\.tsv:2: expected/],
    ["invalid UTF-8", () => tokenizer("latin1.tsv"), /latin1\.tsv:2: expected UTF-8/],
    ["no text", () => tokenizer("empty.tsv"), /empty\.tsv: there is no text/],
    ["no data", () => fit(), /no training text/],
    ["a folder without text", () => fit("--data", folder), /has no train\.tsv/],
    ["broken settings", () => fit("--config", path("no.json")), /no\.json: cannot be read as JSON/],
    [
      "an unknown setting",
      () => fit("--config", path("unknown.json")),
      /unknown\.json: model\.depth is unknown; known here: features/,
    ],
    ["no run to go on with", () => fit("--resume"), /run: holds no run to go on with/],
    [
      "weights that are not there",
      () => fit(...toy(), "--initial-weights", path("none.checkpoint")),
      /cannot read .*none\.checkpoint: ENOENT/,
    ],
    [
      "a teacher that is not there",
      () => fit(...toy(), "--teacher", path("none.checkpoint")),
      /cannot read .*none\.checkpoint: ENOENT/,
    ],
    [
      "a teacher that is no weights",
      () => fit(...toy(), "--teacher", path("good.tsv")),
      /good\.tsv is not a bnnkit checkpoint/,
    ],
    [
      "a model file that is none",
      () => [
        "evaluate",
        ...["--data", path("good.tsv"), "--model", path("good.tsv")],
        ...["--tokenizer", fileURLToPath(tokenizerUrl)],
      ],
      /good\.tsv: /,
    ],
    [
      "a beam beyond reason",
      () => ["evaluate", "--data", path("good.tsv"), "--beam", "65"],
      /at most 64/,
    ],
    ["a wrong number", () => fit("--steps", "many"), /expected a whole number/],
    ["an unknown flag", () => fit("--stepz", "3"), /unknown option '--stepz'/],
    [
      "a model without its tokenizer",
      () => ["evaluate", "--data", path("good.tsv"), "--model", path("x")],
      /--model and --tokenizer belong together/,
    ],
    [
      "a model file that is missing",
      () => [
        "evaluate",
        ...["--data", path("good.tsv"), "--model", path("x"), "--tokenizer", path("object.json")],
      ],
      /x: cannot be read/,
    ],
    [
      "no run to export",
      () => ["export", "--run", folder, "--out", folder],
      /config\.json: cannot/,
    ],
  ])("%s", async (_, args, message) => {
    const { code, output, errors } = await runInProcess(args());
    expect(errors).toMatch(message);
    expect(errors).not.toContain("    at ");
    expect(output).toBe("");
    expect(code).toBe(2);
  });

  test("a folder where a file is to be written", async () => {
    const args = ["evaluate", "--data", path("good.tsv"), "--output", folder];
    const { code, output, errors } = await runInProcess(args);
    expect(errors).toBe(`error: --output ${folder}: is a folder\n`);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    const training = ["tokenizer", "--data", path("good.tsv"), "--out", folder];
    expect((await runInProcess(training)).errors).toBe(`error: --out ${folder}: is a folder\n`);
  });

  test("--help lists the steps and each step's options", async () => {
    const { code, output } = await runInProcess(["--help"]);
    expect(code).toBe(0);
    for (const step of ["corpus", "tokenizer", "fit", "export", "evaluate", "all"]) {
      expect(output).toContain(`  ${step} `);
    }
    expect((await runInProcess(["fit", "--help"])).output).toContain("--stop-after-minutes");
  });
});

describe("evaluate scores the shipped model where none is named", () => {
  const args = (): string[] => ["evaluate", "--data", path("good.tsv")];

  test("as one JSON object", async () => {
    const sentences = [
      "Where is my new car?\tWo ist mein neues Auto?\tWo steht mein neues Auto?",
      "I am tired.\tIch bin müde.\t",
    ];
    await writeFile(path("sentences.tsv"), sentences.join("\n"));
    const data = path("sentences.tsv");
    const { code, output } = await runInProcess(["evaluate", "--data", data, "--json"]);
    expect(code).toBe(0);
    const { segments, references, bleu, chrf } = JSON.parse(output);
    expect({ segments, references }).toEqual({ segments: 2, references: 2 });
    for (const { score } of [bleu, chrf]) {
      expect(score).toBeGreaterThan(20);
      expect(score).toBeLessThan(100.001);
    }
  });

  test.skipIf(process.platform === "win32")("into a pipe, which stays one", async () => {
    execFileSync("mkfifo", [path("pipe")]);
    const read = readFile(path("pipe"), "utf8");
    expect(await runInProcess([...args(), "--output", path("pipe")])).toMatchObject({ code: 0 });
    expect((await lstat(path("pipe"))).isFIFO()).toBe(true);
    expect(await read).toMatch(/^\S.*\n\S.*\n$/);
  });

  test.skipIf(process.platform !== "linux")("a full disk is told", async () => {
    const full = await open("/dev/full", "w");
    const { code, errors } = await runCommand(args(), undefined, full.fd);
    await full.close();
    expect(code).toBe(1);
    expect(errors).toContain("error: the disk is full");
    expect(errors).not.toContain("    at ");
  });
});
