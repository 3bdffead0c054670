import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ModuleKind, ScriptTarget, transpile } from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { examplesOf, promisedOutputs } from "./readme-example.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const libraries = readdirSync(`${root}packages`).sort();
const folders = new Map([
  ...libraries.map((name) => [name, `packages/${name}`] as const),
  ["model-en-de", "models/en-de"],
  ["translate", "apps/translate"],
]);

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(`${root}${folders.get(name)}/package.json`, "utf8"));

/** A package and every package of ours that it needs. */
function withDependencies(name: string): string[] {
  const ours = Object.keys(manifestOf(name).dependencies ?? {})
    .filter((dependency) => dependency.startsWith("@bnnkit/"))
    .map((dependency) => dependency.replace("@bnnkit/", ""));
  return [...new Set([name, ...ours.flatMap(withDependencies)])];
}

/** `name@range` of each peer that a user must install beside these packages. */
function peersOf(names: readonly string[]): string[] {
  const peers = names.flatMap((name) => {
    const { peerDependencies = {}, peerDependenciesMeta = {} } = manifestOf(name);
    return Object.entries(peerDependencies).filter(
      ([peer]) => !peerDependenciesMeta[peer]?.optional,
    );
  });
  return [...new Set(peers.map(([peer, range]) => `${peer}@${range}`))];
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-tarballs-"));
  for (const [name, path] of folders)
    execFileSync("npx", ["-y", "pnpm@12", "pack", "--out", join(folder, `${name}.tgz`)], {
      cwd: `${root}${path}`,
      stdio: "pipe",
    });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An empty folder into which npm has installed tarballs of these packages and all of ours that they need. */
function projectWith(...names: readonly string[]): string {
  const project = mkdtempSync(join(folder, `${names[0]}-`));
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module", private: true }));
  const needed = [...new Set(names.flatMap(withDependencies))];
  const tarballs = needed.map((dependency) => join(folder, `${dependency}.tgz`));
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", ["install", ...quiet, ...tarballs, ...peersOf(needed)], {
    cwd: project,
    stdio: "pipe",
  });
  return project;
}

/** What the first example of a README prints, as plain JavaScript, where nothing is installed but the package and what
 *  the example imports beside it. */
function runExample(name: string): { output: string; promised: string[] } {
  const path = `${root}${folders.get(name)}/README.md`;
  const [example = ""] = examplesOf(readFileSync(path, "utf8"), path);
  const imported = [...example.matchAll(/from "@bnnkit\/([\w-]+)"/g)].map(([, used = ""]) => used);
  const project = projectWith(name, ...imported);
  const javascript = transpile(example, {
    target: ScriptTarget.ES2022,
    module: ModuleKind.ESNext,
  });
  writeFileSync(join(project, "example.js"), javascript);
  const output = execFileSync(process.execPath, ["example.js"], {
    cwd: project,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { output: output.trim(), promised: promisedOutputs(example) };
}

describe.each(libraries)("tarball of %s", (name) => {
  test("installs with npm into an empty folder and its README example runs there", () => {
    const { output, promised } = runExample(name);
    expect(output).toContain(promised.join("\n"));
  });

  test("contains what it should and nothing else", () => {
    const listed = execFileSync("tar", ["-tzf", join(folder, `${name}.tgz`)], { encoding: "utf8" });
    const files = listed.trim().split("\n");
    expect(files).toContain("package/dist/index.js");
    expect(files).toContain("package/dist/index.d.ts");
    expect(files).toContain("package/README.md");
    expect(files).toContain("package/LICENSE");
    expect(files.filter((file) => /test|tsbuildinfo|node_modules/.test(file))).toEqual([]);
  });

  test("publint and attw find nothing", () => {
    const run = (command: string, args: readonly string[]) =>
      execFileSync(command, [...args], { cwd: root, stdio: "pipe", encoding: "utf8" });
    run("npx", ["publint", "--strict", join(folder, `${name}.tgz`)]);
    run("npx", ["attw", "--profile", "esm-only", join(folder, `${name}.tgz`)]);
  });
});

test("the tarball of the model brings a translator that works", () => {
  const { output } = runExample("model-en-de");
  expect(output).toMatch(/^Wo /);
});

test("the tarball of the command translates", () => {
  const project = projectWith("translate");
  const command = join(project, "node_modules", ".bin", "bnnkit-translate");
  const output = execFileSync(command, ["Where is my new car?"], {
    cwd: project,
    encoding: "utf8",
  });
  expect(output).toMatch(/^Wo .*\n$/);
});
