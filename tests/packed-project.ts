import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The published libraries, without the scope. */
export const libraries: readonly string[] = readdirSync(`${root}packages`).sort();

/** Where the sources of everything that is packed lie. */
export const folders: ReadonlyMap<string, string> = new Map([
  ...libraries.map((name) => [name, `packages/${name}`] as const),
  ["model-en-de", "models/en-de"],
  ["model-en-de-w1a1", "models/en-de-w1a1"],
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
export function withDependencies(name: string): string[] {
  const ours = Object.keys(manifestOf(name).dependencies ?? {})
    .filter((dependency) => dependency.startsWith("@bnnkit/"))
    .map((dependency) => dependency.replace("@bnnkit/", ""));
  return [...new Set([name, ...ours.flatMap(withDependencies)])];
}

/** `name@range` of each peer that a user must install beside these packages. */
export function peersOf(names: readonly string[]): string[] {
  const peers = names.flatMap((name) => {
    const { peerDependencies = {}, peerDependenciesMeta = {} } = manifestOf(name);
    return Object.entries(peerDependencies).filter(
      ([peer]) => !peerDependenciesMeta[peer]?.optional,
    );
  });
  return [...new Set(peers.map(([peer, range]) => `${peer}@${range}`))];
}

/** The packed tarball of a package of ours. */
export const tarballOf = (name: string): string => join(inject("tarballs"), `${name}.tgz`);

/** A new folder in `folder` into which npm has installed the packed tarballs of these packages and all of ours that they
 *  need. */
export function projectWith(folder: string, ...names: readonly string[]): string {
  const project = mkdtempSync(join(folder, `${names[0]}-`));
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module", private: true }));
  const needed = [...new Set(names.flatMap(withDependencies))];
  npmInstall(project, [...needed.map(tarballOf), ...peersOf(needed)]);
  return project;
}

/** Installs packages into a folder with npm; of the registry nothing is asked that is known here. */
export function npmInstall(folder: string, packages: readonly string[]): void {
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"];
  execFileSync("npm", ["install", ...quiet, ...packages], { cwd: folder, stdio: "pipe" });
}
