import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ModuleKind, ScriptTarget, transpile } from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folders, libraries, peersOf, projectWith, tarballOf } from "./packed-project.ts";
import { examplesOf, promisedOutputs } from "./readme-example.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-installed-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The packages that need TensorFlow.js, which takes long to install: they share a folder. */
const trainable = libraries.filter((name) =>
  peersOf([name]).some((peer) => peer.startsWith("@tensorflow/tfjs@")),
);
let trainableProject: string | undefined;

function exampleOf(name: string): string {
  const path = `${root}${folders.get(name)}/README.md`;
  const [example = ""] = examplesOf(readFileSync(path, "utf8"), path);
  return example;
}

/** The packages of ours that the first examples of these import. */
function importedBy(names: readonly string[]): readonly string[] {
  const examples = names.map(exampleOf).join("\n");
  return [...examples.matchAll(/from "@bnnkit\/([\w-]+)"/g)].map(([, used = ""]) => used);
}

function projectFor(name: string): string {
  if (!trainable.includes(name)) return projectWith(folder, name, ...importedBy([name]));
  trainableProject ??= projectWith(folder, ...trainable, ...importedBy(trainable));
  return trainableProject;
}

/** What the first example of a README prints, as plain JavaScript, where nothing is installed but the package and what
 *  the example imports beside it. */
function runExample(name: string): { output: string; promised: string[] } {
  const example = exampleOf(name);
  const project = projectFor(name);
  const javascript = transpile(example, {
    target: ScriptTarget.ES2022,
    module: ModuleKind.ESNext,
  });
  writeFileSync(join(project, `${name}.js`), javascript);
  const output = execFileSync(process.execPath, [`${name}.js`], {
    cwd: project,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
  });
  return { output: output.trim(), promised: promisedOutputs(example) };
}

describe.each(libraries)("tarball of %s", (name) => {
  test("installs with npm into an empty folder and its README example runs there", () => {
    const { output, promised } = runExample(name);
    expect(output).toContain(promised.join("\n"));
  });

  test("contains what it should and nothing else", () => {
    const listed = execFileSync("tar", ["-tzf", tarballOf(name)], { encoding: "utf8" });
    const files = listed.trim().split("\n");
    expect(files).toContain("package/dist/index.js");
    expect(files).toContain("package/dist/index.d.ts");
    expect(files).toContain("package/README.md");
    expect(files).toContain("package/LICENSE");
    expect(
      files.filter((file) => /\.test\.|\/tests?\/|tsbuildinfo|node_modules/.test(file)),
    ).toEqual([]);
  });

  test("publint and attw find nothing", () => {
    const run = (command: string, ...args: readonly string[]) =>
      execFileSync(`${root}node_modules/.bin/${command}`, [...args], { cwd: root, stdio: "pipe" });
    run("publint", "--strict", tarballOf(name));
    run("attw", "--profile", "esm-only", tarballOf(name));
  });
});

describe.each([...folders])("on its npm page, %s", (name, source) => {
  test("has a README whose links stay in the package or are addresses", () => {
    const tarball = tarballOf(name);
    const read = (...args: string[]) => execFileSync("tar", [...args], { encoding: "utf8" });
    const files = read("-tzf", tarball).trim().split("\n");
    const readme = read("-xzOf", tarball, "package/README.md");
    const prose = readme.replace(/```[\s\S]*?```/g, "");
    const targets = [...prose.matchAll(/\]\(([^)\s]+)/g)].map(([, target = ""]) => target);
    const dead = targets.filter((target) => {
      if (/^(https?:|#)/.test(target)) return false;
      return !files.includes(join("package", target.replace(/#.*/, "")));
    });
    expect(dead).toEqual([]);
  });

  test("has keywords", () => {
    const { keywords } = JSON.parse(readFileSync(`${root}${source}/package.json`, "utf8"));
    expect(keywords.length).toBeGreaterThanOrEqual(4);
  });
});

test("the tarball of the model brings a translator that works", () => {
  const { output, promised } = runExample("model-en-de");
  expect(output).toContain(promised.join("\n"));
});

test("the tarball of the command translates", () => {
  const project = projectWith(folder, "translate");
  const command = join(project, "node_modules", ".bin", "bnnkit-translate");
  const output = execFileSync(command, ["Where is my new car?"], {
    cwd: project,
    encoding: "utf8",
    timeout: 60_000,
  });
  expect(output).toMatch(/^Wo .*\n$/);
});
