import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The published libraries, without the scope. */
export const libraries: readonly string[] = readdirSync(`${root}packages`).sort();

/** Where the sources of everything that is packed lie. */
export const folders: ReadonlyMap<string, string> = new Map([
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
export function withDependencies(name: string): string[] {
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

/** Packs packages of ours into `folder`, as `<name>.tgz`. */
export function packInto(folder: string, names: Iterable<string>): void {
  for (const name of names)
    execFileSync("npx", ["-y", "pnpm@12", "pack", "--out", join(folder, `${name}.tgz`)], {
      cwd: `${root}${folders.get(name)}`,
      stdio: "pipe",
    });
}

/** An empty folder into which npm has installed the packed tarballs of these packages and all of ours that they need. */
export function projectWith(folder: string, ...names: readonly string[]): string {
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
