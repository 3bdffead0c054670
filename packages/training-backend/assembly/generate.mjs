// Compiles the kernels of this folder and writes them, inlined, to src/vector-module.generated.ts.
// With --check it writes nothing and fails unless the file is what the sources compile to.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { main } from "assemblyscript/asc";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const binaryFile = here("./vector.wasm");
const { error, stderr } = await main([
  here("./index.ts"),
  ...["--outFile", binaryFile, "--runtime", "stub", "--importMemory", "--noExportMemory", "--noAssert", "-O3"],
  ...["--enable", "simd", "--enable", "bulk-memory"],
]);
if (error) throw new Error(`${error.message}\n${stderr}`);
const binary = readFileSync(binaryFile);
rmSync(binaryFile);
const module = new WebAssembly.Module(binary);
// A data segment would overwrite the heap of the backend whose memory is imported.
if (sectionIds(binary).includes(11)) throw new Error("the module has a data section");
for (const { name } of WebAssembly.Module.imports(module)) {
  if (name !== "memory" && name !== "log") throw new Error(`the module imports ${name}`);
}
const target = here("../src/vector-module.generated.ts");
const contents = `// Made by assembly/generate.mjs. Do not edit.

/** ${binary.length} bytes of WebAssembly, base64. */
export const vectorModuleBase64: string =
  "${binary.toString("base64")}";
`;
if (!process.argv.includes("--check")) writeFileSync(target, contents);
else if (readFileSync(target, "utf8") !== contents)
  throw new Error(`${target} is stale: run \`pnpm generate:wasm\``);

/** Ids of the sections of a WebAssembly binary, in order. */
function sectionIds(bytes) {
  const ids = [];
  for (let at = 8; at < bytes.length; ) {
    ids.push(bytes[at++]);
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    at += size;
  }
  return ids;
}
