import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

/** The modules, by the instruction set they need: name of their files and options of the compiler. */
export const modules = [
  { isa: "wasm-simd128", file: "simd128", options: [] },
  {
    isa: "wasm-relaxed-simd",
    file: "relaxed-simd",
    options: ["--enable", "relaxed-simd"],
  },
];

/**
 * Compiles the AssemblyScript sources to one WebAssembly module and returns its bytes.
 *
 * The module imports its memory and brings no runtime; its few static bytes (function references) lie in the
 * reserved bytes at the start of memory, below the sums at 1024.
 */
export async function compileKernels(moduleOptions) {
  const { error, stderr, binary } = await compile([
    "assembly/index.ts",
    ...["--outFile", "kernels.wasm"],
    ...["--optimizeLevel", "3", "--converge", "--noAssert"],
    ...["--enable", "simd", ...moduleOptions],
    ...["--runtime", "stub", "--use", "abort="],
    ...["--importMemory", "--noExportMemory", "--memoryBase", "16"],
  ]);
  if (error !== null || binary === undefined) throw new Error(`asc: ${stderr}`, { cause: error });
  return binary;
}

async function compile(options) {
  const directory = fileURLToPath(new URL("..", import.meta.url));
  let binary;
  const { error, stderr } = await asc.main([...options, "--baseDir", directory], {
    writeFile: (_name, contents) => {
      binary = contents;
    },
  });
  return { error, stderr, binary };
}
