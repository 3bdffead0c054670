import { readFileSync } from "node:fs";
import ts from "typescript";

/** The program of helper threads without its types: a script that is neither module nor asks for one. */
export function helperProgram() {
  const source = readFileSync(new URL("../src/threads/helper-program.ts", import.meta.url), "utf8");
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      removeComments: true,
    },
  });
  return outputText.replace(/^export \{\};\n/m, "");
}
