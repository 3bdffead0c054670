import { fileURLToPath } from "node:url";
import { build } from "vite";

/** A script of a page with everything that it imports, to stand in the page itself: a page that is opened from a folder may
 *  load no module.
 *  @param name  of a file in `in-page`; it is bundled as built */
export async function bundleScript(name: string): Promise<string> {
  const input = fileURLToPath(new URL(`../../dist/dashboard/in-page/${name}.js`, import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: { input, output: { format: "iife" } },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const chunks = outputs.flatMap((one) => ("output" in one ? one.output : []));
  const code = chunks.flatMap((chunk) => (chunk.type === "chunk" ? [chunk.code] : []));
  return code.join("").replaceAll("</script", "<\\/script");
}
