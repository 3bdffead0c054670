import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";

/** Who may import whom. An arrow goes to a lower rank only; apps never import each other. */
const architecture: Record<string, { rank: number; mayImport: readonly string[] }> = {
  core: { rank: 0, mayImport: [] },
  metrics: { rank: 0, mayImport: [] },
  "model-en-de": { rank: 0, mayImport: [] },
  "model-en-de-w1a1": { rank: 0, mayImport: [] },
  kernels: { rank: 1, mayImport: ["core"] },
  model: { rank: 1, mayImport: ["core"] },
  quantizers: { rank: 1, mayImport: ["core"] },
  "training-backend": { rank: 1, mayImport: [] },
  layers: { rank: 2, mayImport: ["quantizers", "model", "core"] },
  transformer: { rank: 2, mayImport: ["quantizers", "model", "core"] },
  runtime: { rank: 2, mayImport: ["kernels", "model", "core"] },
  hardware: { rank: 2, mayImport: ["model", "core"] },
  localization: { rank: 1, mayImport: ["core", "metrics"] },
  weightless: { rank: 2, mayImport: ["model", "core"] },
  docs: { rank: 3, mayImport: ["quantizers"] },
  benchmark: {
    rank: 3,
    mayImport: [
      "kernels",
      "runtime",
      "model",
      "core",
      "metrics",
      "transformer",
      "model-en-de-w1a1",
    ],
  },
  translate: {
    rank: 3,
    mayImport: [
      "localization",
      "runtime",
      "kernels",
      "model",
      "core",
      "metrics",
      "model-en-de",
      "model-en-de-w1a1",
    ],
  },
  train: {
    rank: 3,
    mayImport: [
      "training-backend",
      "transformer",
      "weightless",
      "layers",
      "quantizers",
      "runtime",
      "model",
      "core",
      "metrics",
      "model-en-de",
      "model-en-de-w1a1",
    ],
  },
  playground: {
    rank: 3,
    mayImport: [
      "core",
      "model",
      "model-en-de",
      "model-en-de-w1a1",
      "quantizers",
      "layers",
      "training-backend",
      "runtime",
      "hardware",
      "weightless",
    ],
  },
};

/** Packages that are not published: the test kit, and the tests that compare two worlds and may import everything. */
const outsideTheTable = new Set(["testing", "tests"]);

/** TensorFlow.js is confined to the training world. */
const mayUseTensorFlow = new Set([
  "quantizers",
  "training-backend",
  "layers",
  "transformer",
  "train",
  "benchmark",
  "playground",
]);

interface Manifest {
  readonly name: string;
  readonly exports?: Record<string, unknown>;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

const tracked = execFileSync("git", ["ls-files"], { encoding: "utf8" }).trim().split("\n");
const folders = tracked
  .filter((path) => /^((packages|apps|models|tooling)\/[^/]+|docs)\/package\.json$/.test(path))
  .map((path) => path.slice(0, -"/package.json".length));
const packages = folders
  .map((folder) => {
    const manifest: Manifest = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    return { folder, manifest, name: manifest.name.replace("@bnnkit/", "") };
  })
  .filter(({ name }) => !outsideTheTable.has(name));

const internal = (dependencies: Record<string, string> = {}): string[] =>
  Object.keys(dependencies)
    .filter((name) => name.startsWith("@bnnkit/"))
    .map((name) => name.replace("@bnnkit/", ""));

/** What the sources of a package may import. */
const declaredBy = (manifest: Manifest): Record<string, string> => ({
  ...manifest.dependencies,
  ...manifest.optionalDependencies,
  ...manifest.peerDependencies,
});

test("the table names every package and no other", () => {
  expect(packages.map(({ name }) => name).sort()).toEqual(Object.keys(architecture).sort());
});

test("every arrow of the table goes to a lower rank", () => {
  for (const [name, { rank, mayImport }] of Object.entries(architecture))
    for (const target of mayImport)
      expect(architecture[target]?.rank, `${name} → ${target}`).toBeLessThan(rank);
});

describe.each(packages)("$name", ({ folder, manifest, name }) => {
  const allowed = architecture[name]?.mayImport ?? [];

  test("declares allowed dependencies only", () => {
    const declared = internal(declaredBy(manifest));
    expect(declared.filter((target) => !allowed.includes(target))).toEqual([]);
    const forTests = internal(manifest.devDependencies).filter((target) => target !== "testing");
    expect(forTests.filter((target) => !allowed.includes(target))).toEqual([]);
  });

  test("imports declared packages only, and no file of another package", () => {
    const declared = Object.keys(declaredBy(manifest));
    const sources = tracked.filter((path) => path.startsWith(`${folder}/src/`));
    for (const path of sources.filter((source) => source.endsWith(".ts") && existsSync(source))) {
      const source = readFileSync(path, "utf8");
      const specifiers = [
        ...source.matchAll(/^(?:import|export)\b[^"']*?\bfrom "([^"]+)"/gm),
        ...source.matchAll(/\bimport\("([^"]+)"\)/g),
        ...source.matchAll(/^import "([^"]+)"/gm),
      ].map(([, specifier]) => specifier ?? "");
      for (const specifier of specifiers) {
        if (specifier.startsWith("node:")) continue;
        if (specifier.startsWith(".")) {
          const depth = path.slice(`${folder}/src/`.length).split("/").length - 1;
          const climbs = specifier.split("/").filter((part) => part === "..").length;
          expect(climbs, `${path} imports ${specifier}`).toBeLessThanOrEqual(depth);
          continue;
        }
        const parts = specifier.split("/");
        const packageName = specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
        expect(declared, `${path} imports ${specifier}`).toContain(packageName);
      }
    }
  });

  test("keeps TensorFlow.js in the training world", () => {
    const declared = Object.keys(declaredBy(manifest));
    if (!mayUseTensorFlow.has(name))
      expect(declared.filter((target) => target.startsWith("@tensorflow/"))).toEqual([]);
  });
});

test("file names say what is inside", () => {
  const saysNothing = /^(utils?|helpers?|common|misc|manager)$/;
  const offenders = tracked.filter((path) =>
    path.split("/").some((part) => saysNothing.test(basename(part).replace(/\..*$/, ""))),
  );
  expect(offenders).toEqual([]);
});

test("every package has a README and a licence field", () => {
  for (const { folder, manifest } of packages) {
    expect(existsSync(`${folder}/README.md`), `${folder}/README.md`).toBe(true);
    expect(manifest).toHaveProperty("license");
  }
});
