import {
  encodeOnnx,
  type OnnxAttribute,
  type OnnxConstant,
  type OnnxNode,
  type OnnxType,
  type OnnxValue,
} from "./onnx-model.ts";

/** Collects the operators of an ONNX graph under names of its own. */
export class GraphWriter {
  readonly #inputs: OnnxValue[] = [];
  readonly #outputs: OnnxValue[] = [];
  readonly #constants = new Map<string, OnnxConstant>();
  readonly #nodes: OnnxNode[] = [];

  input(name: string, type: OnnxType, dims: readonly (number | string)[]): string {
    this.#inputs.push({ name, type, dims });
    return name;
  }

  /** Gives a value the name by which a caller of the model gets it. */
  output(value: string, name: string, type: OnnxType, dims: readonly (number | string)[]): void {
    this.#nodes.push({ op: "Identity", inputs: [value], outputs: [name] });
    this.#outputs.push({ name, type, dims });
  }

  floats(name: string, dims: readonly number[], data: () => Float32Array): string {
    if (!this.#constants.has(name)) {
      this.#constants.set(name, { name, type: "float32", dims, data: data() });
    }
    return name;
  }

  /** Takes a constant of whatever type up, under its name. */
  constant(constant: OnnxConstant): string {
    this.#constants.set(constant.name, constant);
    return constant.name;
  }

  scalar(value: number): string {
    return this.floats(`scalar ${value}`, [], () => Float32Array.of(value));
  }

  shape(...dims: readonly number[]): string {
    const name = `shape ${dims.join(" ")}`;
    const data = BigInt64Array.from(dims, BigInt);
    this.#constants.set(name, { name, type: "int64", dims: [dims.length], data });
    return name;
  }

  /** Adds an operator with one output and returns that. */
  emit(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    const output = `${op} ${this.#nodes.length}`;
    this.#nodes.push({ op, inputs, outputs: [output], attributes });
    return output;
  }

  /** Adds an operator with several outputs, or of a domain, and returns them. */
  emitAll(
    op: string,
    inputs: readonly string[],
    {
      outputs: count,
      ...others
    }: { readonly outputs: number } & Pick<OnnxNode, "domain" | "attributes">,
  ): readonly string[] {
    const at = this.#nodes.length;
    const outputs = Array.from({ length: count }, (_, i) => `${op} ${at} ${i}`);
    this.#nodes.push({ op, inputs, outputs, ...others });
    return outputs;
  }

  encode(): Uint8Array {
    return encodeOnnx({
      inputs: this.#inputs,
      outputs: this.#outputs,
      constants: [...this.#constants.values()],
      nodes: this.#nodes,
    });
  }
}
