import { writeFileSync } from "node:fs";
import { join } from "node:path";
import webpack from "webpack";

/** Bundles a module of a folder with webpack, which is told nothing else, and writes a page beside it that runs the bundle. */
export async function buildWithWebpack(
  context: string,
  module: string,
  { out, page }: { readonly out: string; readonly page: string },
): Promise<void> {
  const compiler = webpack({
    mode: "production",
    context,
    entry: `./${module}`,
    output: { path: out },
  });
  await new Promise<void>((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error !== null) reject(error);
      else if (stats?.hasErrors()) reject(new Error(stats.toString()));
      else resolve();
    });
  });
  await new Promise((resolve) => compiler.close(resolve));
  const html = '<!doctype html><meta charset="utf-8"><script src="./main.js"></script>';
  writeFileSync(join(out, page), html);
}
