import { decodeNode } from "./decode-node.ts";
import { DescriptionFields } from "./description-fields.ts";
import type { Graph, GraphInput } from "./graph.ts";
import type { ModelDescription, TokenDescription } from "./model-description.ts";
import type { JsonValue } from "./strict-json.ts";

/** Nesting of a description: description, graphs, encoder, nodes, node, inputs. */
export const descriptionDepth = 6;

const maximumNodes = 10_000;
const maximumInputs = 16;
/** Most tokens that a model may read or write. */
export const maximumPositions = 65_536;

/** Reads a description, each field checked for kind and range; the result has the fields in a fixed
 *  order. What fields mean together is the matter of `checkDescription`. */
export function decodeDescription(value: JsonValue, where: string): ModelDescription {
  const fields = new DescriptionFields(value, where, "description");
  const graphs = fields.object("graphs");
  const description: ModelDescription = {
    name: fields.text("name"),
    task: fields.choice("task", ["sequence-to-sequence"]),
    graphs: {
      encoder: decodeGraph(graphs.object("encoder")),
      decoder: decodeGraph(graphs.object("decoder")),
    },
    tokens: decodeTokens(fields.object("tokens")),
    maximumLength: fields.positiveInteger("maximumLength", maximumPositions),
    ...(fields.has("lengthPenalty") && {
      lengthPenalty: fields.nonNegativeNumber("lengthPenalty"),
    }),
  };
  graphs.end();
  fields.end();
  return description;
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
  const kind = fields.choice("kind", ["tokens", "features"]);
  const name = fields.name("name");
  const input: GraphInput =
    kind === "tokens"
      ? { name, kind }
      : { name, kind, features: fields.positiveInteger("features") };
  fields.end();
  return input;
}

function decodeTokens(fields: DescriptionFields): TokenDescription {
  const vocabularySize = fields.positiveInteger("vocabularySize");
  const tokens: TokenDescription = {
    vocabularySize,
    padding: fields.index("padding", vocabularySize),
    begin: fields.index("begin", vocabularySize),
    end: fields.index("end", vocabularySize),
    ...(fields.has("unknown") && { unknown: fields.index("unknown", vocabularySize) }),
    ...(fields.has("tokenizerSha256") && { tokenizerSha256: fields.sha256("tokenizerSha256") }),
  };
  fields.end();
  return tokens;
}
