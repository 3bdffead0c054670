import { float32 } from "@bnnkit/core";
import { type Graph, inferTypes, type MapInput, type Node, type Tensor } from "@bnnkit/model";
import type * as tf from "@tensorflow/tfjs";
import type { ExportedValue } from "./exported-value.ts";
import { placesOf } from "./graph-input.ts";

/** The graph of a model while its layers are written, one after the other. */
export class GraphWriter {
  /** The image, or the vector as a map of one pixel. */
  readonly input: ExportedValue;
  readonly tensors: Map<string, Tensor> = new Map();
  readonly #inputs: MapInput[];
  readonly #nodes: Node[] = [];
  readonly #names: Set<string> = new Set();
  readonly #owners: Map<string, string> = new Map();
  readonly #wholes: Map<string, string> = new Map();
  readonly #made: Map<ExportedValue, Map<string, ExportedValue>> = new Map();

  constructor(input: MapInput) {
    const { name, height, width, features, code } = input;
    this.#inputs = [input];
    this.#names.add(name);
    const domain = { kind: "map", height, width } as const;
    const type = { kind: "numbers", domain, features, code } as const;
    this.input = { name, type, pending: [], isFlat: false };
  }

  /** A name that no node has yet, near the one that a layer has: letters, digits, `_`, `-`, and `.` and `/` between them.
   *  @param owner  Name of the layer that the node is written for. */
  nameOf(wanted: string, owner: string = wanted): string {
    const safe = wanted
      .split(/[./]/)
      .map((part) => part.replace(/[^A-Za-z0-9_-]+/g, "_"))
      .filter((part) => part !== "")
      .join(".");
    let name = safe || "layer";
    for (let i = 2; this.#names.has(name); i++) name = `${safe || "layer"}_${i}`;
    this.#names.add(name);
    this.#owners.set(name, owner);
    return name;
  }

  /** Adds a node, whose name comes from `nameOf`, with its tensors.
   *  @param from  The value that it continues, flat or not.
   *  @throws RangeError for a node that does not fit its inputs. */
  write(
    node: Node,
    from: Pick<ExportedValue, "isFlat">,
    tensors: Iterable<readonly [string, Tensor]> = [],
  ): ExportedValue {
    this.#nodes.push(node);
    for (const [name, tensor] of tensors) this.tensors.set(name, tensor);
    const type = inferTypes(this.graphTo(node.name), "packClassifier").get(node.name);
    if (type?.kind !== "numbers") throw new RangeError(`packClassifier: no value "${node.name}"`);
    return { name: node.name, type, pending: [], isFlat: from.isFlat };
  }

  /** What is made of a value under a key, made once. */
  once(value: ExportedValue, key: string, make: () => ExportedValue): ExportedValue {
    const own = this.#made.get(value) ?? new Map<string, ExportedValue>();
    this.#made.set(value, own);
    const made = own.get(key) ?? make();
    own.set(key, made);
    return made;
  }

  /** Makes the nodes of a part those of its layer. */
  adopt(part: string, layer: string): void {
    this.#wholes.set(part, layer);
  }

  /** Name of the layer that a node was written for. */
  ownerOf(node: string): string {
    const owner = this.#owners.get(node) ?? node;
    return this.#wholes.get(owner) ?? owner;
  }

  /** Numbers of the shape of a layer's value, which nothing is known of: a further input of the graph, behind a node of that
   *  layer. */
  opaque(owner: string, shape: tf.Shape): ExportedValue {
    const input = this.nameOf(`${owner}.unknown`, owner);
    this.#inputs.push({ name: input, kind: "map", ...placesOf(shape), code: float32 });
    const name = this.nameOf(owner);
    return this.write(
      { op: "affine", name, inputs: [input], scales: false, offsets: false },
      { isFlat: false },
    );
  }

  /** The nodes so far. */
  graphTo(output: string): Graph {
    return { inputs: [...this.#inputs], nodes: [...this.#nodes], output };
  }
}
