import { wordsPerRow } from "@bnnkit/core";
import type { Element } from "@bnnkit/kernels";
import type { NumbersType } from "@bnnkit/model";
import { planesOf } from "./product/bit-codes.ts";
import type { Form, Value } from "./value.ts";

/** A form whose rows have a number, or its bits, for each feature. */
export type FeatureForm = Exclude<Form, "rowScales">;

/** How the rows of a form lie in memory. */
export interface FormLayout {
  readonly element: Element | "bits";
  readonly planes: number;
  readonly bytesPerRow: number;
}

/** The layout of rows of a type in a form. */
export function layoutOf(
  form: FeatureForm,
  { features, code }: Pick<NumbersType, "features" | "code">,
): FormLayout {
  switch (form) {
    case "bits": {
      const planes = planesOf(code);
      return { element: "bits", planes, bytesPerRow: 4 * planes * wordsPerRow(features) };
    }
    case "codes": {
      const element = code[0].digit === "uint8" ? "uint8" : "int8";
      return { element, planes: 1, bytesPerRow: features };
    }
    default:
      return {
        element: form === "ints" ? "int32" : "float32",
        planes: 1,
        bytesPerRow: 4 * features,
      };
  }
}

/** The first form, the smallest ahead, that all of some values have; floats where there is none. */
export function commonForm(values: readonly Value[]): FeatureForm {
  const forms: readonly FeatureForm[] = ["bits", "ints", "codes"];
  return forms.find((form) => values.every((value) => value[form] !== undefined)) ?? "floats";
}
