import { inspect } from "node:util";

/** The first ```ts block of a README, or an error that names the file. */
export function exampleOf(readme: string, path: string): string {
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1];
  if (example === undefined) throw new Error(`${path} has no ts block`);
  return example;
}

/** The outputs that an example promises, in order: `console.log(x); // output`. */
export function promisedOutputs(example: string): string[] {
  return [...example.matchAll(/^\s*console\.log\(.*\);?\s*\/\/\s*(.+)$/gm)].map(([, text]) =>
    (text ?? "").trim(),
  );
}

/** What `console.log` prints for these arguments. */
export function printed(values: readonly unknown[]): string {
  const parts = values.map((value) => (typeof value === "string" ? value : inspect(value)));
  return parts.join(" ").trim();
}
