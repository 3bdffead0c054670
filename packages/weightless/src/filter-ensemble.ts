import { checkEqual, checkPositiveInteger } from "@bnnkit/core";
import { type FilterNetwork, firstArgmax } from "./filter-network.ts";
import type { Samples } from "./samples.ts";

/** Several packed networks over the same samples and classes, with tuples and tables of different sizes, whose responses are summed. */
export class FilterEnsemble {
  readonly inputs: number;
  readonly classes: number;
  readonly networks: readonly FilterNetwork[];

  /** @throws RangeError unless there is at least one network and all agree in inputs and classes. */
  constructor(networks: readonly FilterNetwork[]) {
    checkPositiveInteger("FilterEnsemble", "number of networks", networks.length);
    const [{ inputs, classes }] = networks;
    networks.forEach((network, i) => {
      const name = `networks[${i}]`;
      checkEqual("FilterEnsemble", `${name}.inputs`, network.inputs, "networks[0].inputs", inputs);
      checkEqual(
        "FilterEnsemble",
        `${name}.classes`,
        network.classes,
        "networks[0].classes",
        classes,
      );
    });
    this.inputs = inputs;
    this.classes = classes;
    this.networks = [...networks];
  }

  /** Bytes of the tables of all networks. */
  get tableBytes(): number {
    return this.networks.reduce((bytes, network) => bytes + network.tableBytes, 0);
  }

  /** Row-major rows × classes: the sums of the networks' responses. */
  responses(samples: Samples): Float64Array<ArrayBuffer> {
    const [first, ...others] = this.networks.map((network) => network.responses(samples));
    for (const responses of others) {
      for (let i = 0; i < first.length; i++) first[i] += responses[i];
    }
    return first;
  }

  /** The class of each sample with the highest response, the lowest of those that tie. */
  predict(samples: Samples): Uint32Array<ArrayBuffer> {
    return firstArgmax(this.responses(samples), this.classes);
  }
}
