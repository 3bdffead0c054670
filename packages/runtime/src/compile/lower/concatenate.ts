import { wordsPerRow } from "@bnnkit/core";
import type { Element } from "@bnnkit/kernels";
import { numbersAt, type TypedNode } from "@bnnkit/model";
import { type Emitter, rowsAs } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import { planesOf } from "../product/bit-codes.ts";
import { refuseUnlessReal } from "../real-rows.ts";
import type { Form, Value } from "../value.ts";

export function refuseConcatenate(typed: TypedNode<"concatenate">): string | undefined {
  return refuseUnlessReal(typed);
}

/** The features of several values side by side, in a form that all of them have. */
export function lowerConcatenate(typed: TypedNode<"concatenate">, emitter: Emitter): Value {
  const { node, output } = typed;
  const form = commonForm(node.inputs.map((name) => emitter.value(name)));
  const parts = node.inputs.map((name, i) => ({
    from: form === "floats" ? floatRows(name, emitter) : rowsAs(emitter.value(name), form),
    features: numbersAt(typed, i).features,
  }));
  const [{ digit }] = output.code;
  const { planes, element, bytesPerRow } = layoutOf(form, digit === "uint8", output);
  const out = emitter.rows(node.name, output, bytesPerRow);
  emitter.emit({
    node: node.name,
    reads: parts.map(({ from }) => from),
    writes: [out],
    emit: (tape, { rows, offset }) => {
      let toColumn = 0;
      for (const { from, features } of parts) {
        const shape = { fromFeatures: features, toFeatures: output.features, toColumn };
        const ends = { from: offset(from), to: offset(out), rows: rows(out.space) };
        tape.copyColumns({ ...shape, ...ends, element, planes });
        toColumn += features;
      }
    },
  });
  return { type: output, space: out.space, [form]: out };
}

type JoinedForm = Exclude<Form, "rowScales">;

function commonForm(values: readonly Value[]): JoinedForm {
  const forms: readonly JoinedForm[] = ["bits", "ints", "codes"];
  return forms.find((form) => values.every((value) => value[form] !== undefined)) ?? "floats";
}

function layoutOf(
  form: JoinedForm,
  isUnsigned: boolean,
  { features, code }: TypedNode["output"],
): { readonly planes: number; readonly element: Element | "bits"; readonly bytesPerRow: number } {
  switch (form) {
    case "bits": {
      const planes = planesOf(code);
      return { planes, element: "bits", bytesPerRow: 4 * planes * wordsPerRow(features) };
    }
    case "codes":
      return { planes: 1, element: isUnsigned ? "uint8" : "int8", bytesPerRow: features };
    default: {
      const element = form === "ints" ? "int32" : "float32";
      return { planes: 1, element, bytesPerRow: 4 * features };
    }
  }
}
