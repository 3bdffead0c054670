import { readFileSync } from "node:fs";

/** The version in this package's own manifest, which is packed with it. */
export function ownVersion(): string {
  const url = new URL("../package.json", import.meta.url);
  const manifest: { readonly version: string } = JSON.parse(readFileSync(url, "utf8"));
  return manifest.version;
}
