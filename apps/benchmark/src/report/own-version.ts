import { readFileSync } from "node:fs";

/** Name and version of this package; all bnnkit packages share one version. */
export function ownVersion(): Readonly<Record<string, string>> {
  const url = new URL("../../package.json", import.meta.url);
  const manifest: { name: string; version: string } = JSON.parse(readFileSync(url, "utf8"));
  return { [manifest.name]: manifest.version };
}
