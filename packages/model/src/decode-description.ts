import type { Code } from "@bnnkit/core";
import { decodeCode } from "./decode-code.ts";
import { decodeNode } from "./decode-node.ts";
import { DescriptionFields } from "./description-fields.ts";
import { formatCode } from "./format-code.ts";
import type { Graph, GraphInput } from "./graph.ts";
import type {
  ModelDescription,
  Task,
  TextDescription,
  TokenDescription,
} from "./model-description.ts";
import type { JsonValue } from "./strict-json.ts";

/** Nesting of a description: description, graphs, encoder, nodes, node, weights, code, term, exponents. */
export const descriptionDepth = 9;

/** Most nodes of a graph. */
export const maximumNodes = 10_000;
/** Most inputs of a graph. */
export const maximumInputs = 16;
const maximumLabels = 65_536;
const maximumExtent = 65_536;
/** Most tokens that a model may read or write. */
export const maximumPositions = 65_536;

const tasks: readonly Task[] = [
  "classification",
  "regression",
  "language-model",
  "sequence-to-sequence",
];

/** Reads a description, each field checked for kind and range; the result has the fields in a fixed
 *  order. What fields mean together is the matter of `checkDescription`. */
export function decodeDescription(value: JsonValue, where: string): ModelDescription {
  const fields = new DescriptionFields(value, where, "description");
  const description = decodeTask(fields);
  fields.end();
  return description;
}

function decodeTask(fields: DescriptionFields): ModelDescription {
  const name = fields.text("name");
  const task = fields.choice("task", tasks);
  switch (task) {
    case "classification":
      return {
        name,
        task,
        graph: decodeGraph(fields.object("graph")),
        ...(fields.has("labels") && { labels: fields.texts("labels", maximumLabels) }),
        ...decodeOptionalText(fields),
      };
    case "regression":
      return {
        name,
        task,
        graph: decodeGraph(fields.object("graph")),
        ...decodeOptionalText(fields),
      };
    case "language-model":
      return {
        name,
        task,
        graph: decodeGraph(fields.object("graph")),
        predicts: fields.choice("predicts", ["next", "masked"]),
        text: decodeText(fields.object("text")),
      };
    case "sequence-to-sequence": {
      const graphs = fields.object("graphs");
      const encoder = decodeGraph(graphs.object("encoder"));
      const decoder = decodeGraph(graphs.object("decoder"));
      graphs.end();
      return { name, task, graphs: { encoder, decoder }, ...decodeTranslation(fields) };
    }
    default:
      return task satisfies never;
  }
}

/** What a translation model says beside its graphs; version 1 of the format says the same. */
export function decodeTranslation(fields: DescriptionFields): TextDescription & {
  readonly lengthPenalty?: number;
} {
  return {
    tokens: decodeTokens(fields.object("tokens")),
    maximumLength: fields.positiveInteger("maximumLength", maximumPositions),
    ...(fields.has("lengthPenalty") && {
      lengthPenalty: fields.nonNegativeNumber("lengthPenalty"),
    }),
  };
}

function decodeOptionalText(fields: DescriptionFields): { readonly text?: TextDescription } {
  return fields.has("text") ? { text: decodeText(fields.object("text")) } : {};
}

function decodeText(fields: DescriptionFields): TextDescription {
  const text: TextDescription = {
    tokens: decodeTokens(fields.object("tokens")),
    maximumLength: fields.positiveInteger("maximumLength", maximumPositions),
  };
  fields.end();
  return text;
}

function decodeGraph(fields: DescriptionFields): Graph {
  const graph: Graph = {
    inputs: fields.objects("inputs", maximumInputs).map(decodeInput),
    nodes: fields.objects("nodes", maximumNodes).map(decodeNode),
    output: fields.name("output"),
  };
  fields.end();
  return graph;
}

function decodeInput(fields: DescriptionFields): GraphInput {
  const kind = fields.choice("kind", ["ids", "rows", "map"]);
  const name = fields.name("name");
  const read = (): GraphInput => {
    switch (kind) {
      case "ids":
        return { name, kind, count: fields.positiveInteger("count") };
      case "rows":
        return { name, kind, features: fields.positiveInteger("features") };
      case "map":
        return {
          name,
          kind,
          height: fields.positiveInteger("height", maximumExtent),
          width: fields.positiveInteger("width", maximumExtent),
          features: fields.positiveInteger("features"),
          code: decodePixels(fields),
        };
      default:
        return kind satisfies never;
    }
  };
  const input = read();
  fields.end();
  return input;
}

/** Pixels are one number each; what bytes stand for may be a constant scale and offset away. */
function decodePixels(fields: DescriptionFields): Code {
  const code = decodeCode(fields, "code");
  const [{ digit, scale = 1, offset = 0, slices = 1 }] = code;
  const isByte = digit === "uint8" || digit === "int8";
  const isPlain = digit === "float32" && scale === 1 && offset === 0;
  fields.check(
    "code",
    code.length === 1 && slices === 1 && (isByte || isPlain),
    "be one term of uint8, int8 or float32, with a scale and offset of bytes alone",
    formatCode(code),
  );
  fields.check(
    "code",
    scale !== "row" && scale !== 0 && offset !== "row",
    "have a constant scale that is not 0 and a constant offset",
    formatCode(code),
  );
  return code;
}

function decodeTokens(fields: DescriptionFields): TokenDescription {
  const vocabularySize = fields.positiveInteger("vocabularySize");
  const tokens: TokenDescription = {
    vocabularySize,
    padding: fields.index("padding", vocabularySize),
    begin: fields.index("begin", vocabularySize),
    end: fields.index("end", vocabularySize),
    ...(fields.has("unknown") && { unknown: fields.index("unknown", vocabularySize) }),
    ...(fields.has("mask") && { mask: fields.index("mask", vocabularySize) }),
    ...(fields.has("tokenizerSha256") && { tokenizerSha256: fields.sha256("tokenizerSha256") }),
  };
  fields.end();
  return tokens;
}
