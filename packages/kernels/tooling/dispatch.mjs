import { readdirSync, readFileSync } from "node:fs";

const operations = new URL("../src/tape/operations/", import.meta.url);
const operators = new URL("../assembly/operators/", import.meta.url);

/**
 * The AssemblyScript function that finds an operation by its opcode: of every `Operation` in src/tape/operations the
 * function of the same name in assembly/operators, called with as much as its parameters ask for.
 *
 * @throws Error for an operation without a function, and for an opcode that is taken twice.
 */
export function dispatch() {
  const functions = readFunctions();
  const cases = readOperations().map(({ opcode, name }) => {
    const found = functions.get(name);
    if (found === undefined) throw new Error(`no function ${name} in assembly/operators`);
    return { opcode, name, ...found };
  });
  return `// Generated from src/tape/operations and assembly/operators by \`pnpm generate:wasm\`. Do not edit.

import { STATUS_UNKNOWN_OPCODE } from "../src/tape/layout";
${imports(cases)}
import { stop } from "./operators/status";

/** Runs one instruction; returns 0, or the status with which it stopped. */
export function execute(code: i32, operands: usize, scratch: usize, header: usize): i32 {
  switch (code) {
${cases.map(caseOf).join("\n")}
    default:
      return stop(header, STATUS_UNKNOWN_OPCODE, 0);
  }
}
`;
}

/** Every operation with its opcode, in the order of opcodes. */
function readOperations() {
  const pattern = /^export const (\w+): Operation<\w+> = \{\n {2}opcode: (\d+),/gm;
  const found = sourcesIn(operations).flatMap(({ source }) =>
    [...source.matchAll(pattern)].map(([, name, opcode]) => ({ name, opcode: Number(opcode) })),
  );
  found.sort((a, b) => a.opcode - b.opcode);
  for (const [i, { name, opcode }] of found.entries()) {
    if (found[i + 1]?.opcode === opcode) {
      throw new Error(`opcode ${opcode} belongs to ${name} and ${found[i + 1].name}`);
    }
  }
  return found;
}

/** Every function that has the shape of an operator, with its file, what it is called with, and what it returns. */
function readFunctions() {
  const pattern =
    /^export function (\w+)\((operands: usize(?:, scratch: usize)?(?:, header: usize)?)\): (void|i32)/gm;
  return new Map(
    sourcesIn(operators).flatMap(({ file, source }) =>
      [...source.matchAll(pattern)].map(([, name, parameters, result]) => [
        name,
        { file, given: parameters.replaceAll(": usize", ""), stops: result === "i32" },
      ]),
    ),
  );
}

function sourcesIn(directory) {
  const files = readdirSync(directory).filter((file) => file.endsWith(".ts"));
  return files
    .sort()
    .map((file) => ({ file, source: readFileSync(new URL(file, directory), "utf8") }));
}

function imports(cases) {
  const byFile = new Map();
  for (const { file, name } of cases) byFile.set(file, [...(byFile.get(file) ?? []), name]);
  return [...byFile]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([file, names]) => `import { ${names.join(", ")} } from "./operators/${file.slice(0, -3)}";`,
    )
    .join("\n");
}

function caseOf({ opcode, name, given, stops }) {
  const call = `${name}(${given})`;
  return stops
    ? `    case ${opcode}:\n      return ${call};`
    : `    case ${opcode}:\n      ${call};\n      return 0;`;
}
