import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { guidePrograms } from "./guide-programs.ts";
import { folders, libraries, npmInstall, projectWith } from "./packed-project.ts";
import { examplesOf } from "./readme-example.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = `${root}node_modules/.bin/tsc`;
const documented = [...libraries, "model-en-de", "model-en-de-w1a1"];

/** Those whose declarations name TensorFlow.js, which names the DOM. */
const training: readonly string[] = ["quantizers", "training-backend", "layers", "transformer"];

let folder: string;
let project: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-types-"));
  project = projectWith(folder, ...documented);
  npmInstall(project, ["@types/node@20"]);
  execFileSync(tsc, ["--init"], { cwd: project, stdio: "pipe" });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `tsc` says of files in a folder of the project, with options beside those that `tsc --init` writes. */
function complaintsOf(
  name: string,
  files: ReadonlyMap<string, string>,
  options: readonly string[],
): string {
  const sources = join(project, name);
  mkdirSync(sources);
  copyFileSync(join(project, "tsconfig.json"), join(sources, "tsconfig.json"));
  for (const [file, text] of files) writeFileSync(join(sources, file), text);
  const { stdout } = spawnSync(tsc, ["-p", ".", "--noEmit", ...options], {
    cwd: sources,
    encoding: "utf8",
  });
  return stdout;
}

function isForNode(program: string): boolean {
  return /"node:|process\./.test(program);
}

/** The ts blocks of all READMEs, by a file name that says which. */
function examples(ofNode: boolean): ReadonlyMap<string, string> {
  const all = documented.flatMap((name) => {
    const path = `${root}${folders.get(name)}/README.md`;
    return examplesOf(readFileSync(path, "utf8"), path).map(
      (example, index) => [`${name}-${index}.ts`, example] as const,
    );
  });
  return new Map(all.filter(([, example]) => isForNode(example) === ofNode));
}

test("README examples compile as tsc --init would have it", () => {
  expect(examples(false).size).toBeGreaterThan(5);
  expect(complaintsOf("anywhere", examples(false), [])).toBe("");
});

test("those for Node compile with its types", () => {
  expect(examples(true).size).toBeGreaterThan(0);
  expect(complaintsOf("node", examples(true), ["--types", "node"])).toBe("");
});

test("programs of guides compile, too", () => {
  const files = [...guidePrograms()].map(([name, program]) => [`${name}.ts`, program] as const);
  const forNode = files.filter(([, program]) => isForNode(program));
  const anywhere = files.filter(([, program]) => !isForNode(program));
  expect(Math.min(forNode.length, anywhere.length)).toBeGreaterThan(1);
  expect(complaintsOf("guides", new Map(anywhere), [])).toBe("");
  expect(complaintsOf("guides-for-node", new Map(forNode), ["--types", "node"])).toBe("");
});

/** Everything that packages export, named. */
function importsOf(names: readonly string[]): ReadonlyMap<string, string> {
  const entries = names.flatMap((name) => {
    const manifest = JSON.parse(readFileSync(`${root}${folders.get(name)}/package.json`, "utf8"));
    return Object.entries(manifest.exports)
      .filter(([, target]) => typeof target === "object")
      .map(([path]) => `@bnnkit/${name}${path.slice(1)}`);
  });
  const lines = entries.map((entry, index) => `export * as e${index} from "${entry}";`);
  return new Map([["everything.ts", `${lines.join("\n")}\n`]]);
}

const withoutTensorFlow = documented.filter((name) => !training.includes(name));

test.each([
  ["es2022", ["--lib", "es2022"]],
  ["dom", ["--lib", "es2022,dom"]],
  ["node-alone", ["--lib", "es2022", "--types", "node"]],
  ["worker", ["--lib", "es2022,webworker"]],
])("declarations name nothing unknown: %s", (name, options) => {
  const files = importsOf(withoutTensorFlow);
  expect(complaintsOf(name, files, ["--skipLibCheck", "false", ...options])).toBe("");
});

test("an AbortSignal and a URL are the platform's where it has them", () => {
  const use = `
    import { modelUrl } from "@bnnkit/model-en-de";
    import { loadTranslator, type LoadOptions } from "@bnnkit/runtime";
    const options: LoadOptions = { signal: AbortSignal.timeout(1000) };
    const url: URL = modelUrl;
    await loadTranslator(fetch(url), await fetch(url), options);
    await loadTranslator(new Blob([]), new ArrayBuffer(1));
    await loadTranslator(new Uint8Array(1), new DataView(new ArrayBuffer(1)));
    // @ts-expect-error: no signal
    await loadTranslator(url, url.href, { signal: new AbortController() });
    // @ts-expect-error: no file
    await loadTranslator(3, url);
  `;
  const files = new Map([["use.ts", use]]);
  expect(complaintsOf("use-dom", files, ["--lib", "es2022,dom"])).toBe("");
  expect(complaintsOf("use-node", files, ["--lib", "es2022", "--types", "node"])).toBe("");
});
