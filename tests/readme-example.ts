import { inspect } from "node:util";

/** The ```ts blocks of a README, at least one, or an error that names the file. */
export function examplesOf(readme: string, path: string): string[] {
  const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(
    ([, example]) => example ?? "",
  );
  if (examples.length === 0) throw new Error(`${path} has no ts block`);
  return examples;
}

/** The ```ts blocks of a guide as the one program that they are, in order; empty without any. */
export function programOf(guide: string): string {
  return [...guide.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block]) => block).join("\n");
}

/** The ```js blocks that name their file in the first line, by that name. */
export function scriptsOf(markdown: string): ReadonlyMap<string, string> {
  const blocks = markdown.matchAll(/```js\n(\/\/ ([\w-]+\.js)\n[\s\S]*?)```/g);
  return new Map([...blocks].map(([, code = "", file = ""]) => [file, code]));
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
