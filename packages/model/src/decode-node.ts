import type { DescriptionFields } from "./description-fields.ts";
import { definitions, type Node, type NodeOp } from "./node.ts";

/** Reads one node; every field is checked for kind and range, none may be left over. */
export function decodeNode(fields: DescriptionFields): Node {
  const op = fields.choice("op", nodeOps);
  const node = definitions[op].decode(fields);
  fields.end();
  return node;
}

const nodeOps: readonly NodeOp[] = Object.keys(definitions).filter(isNodeOp);

function isNodeOp(key: string): key is NodeOp {
  return Object.hasOwn(definitions, key);
}
