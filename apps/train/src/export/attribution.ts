import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Licences and makers of the training text, for the model file. */
export interface Attribution {
  readonly licence: string;
  readonly source: string;
}

/** Reads `provenance.json` beside a training file, as `corpus` writes it.
 *  @returns undefined if there is none. */
export async function readAttribution(trainPath: string): Promise<Attribution | undefined> {
  const path = join(dirname(trainPath), "provenance.json");
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text === undefined ? undefined : attributionOf(parse(text));
}

function attributionOf(provenance: unknown): Attribution | undefined {
  const sources = field(provenance, "sources");
  if (!Array.isArray(sources)) return undefined;
  const lines = new Map<string, string>();
  for (const source of sources) {
    const split = field(source, "split");
    const licence = field(source, "licence");
    const attribution = field(source, "attribution");
    if (split !== undefined && split !== "train") continue;
    if (typeof licence === "string" && typeof attribution === "string") {
      lines.set(`${attribution}: ${licence}`, licence);
    }
  }
  if (lines.size === 0) return undefined;
  return {
    licence: [...new Set(lines.values())].join("; "),
    source: `trained on text of ${[...lines.keys()].join("; ")}`,
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
