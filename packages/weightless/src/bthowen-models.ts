/** The sizes of a BTHOWeN network and of the data it was published for. */
export interface BthowenModel {
  readonly features: number;
  readonly classes: number;
  /** Thermometer bits per feature. */
  readonly bits: number;
  readonly tupleSize: number;
  readonly entries: number;
  readonly hashes: number;
  /** Accuracy on its test set as published, a share. */
  readonly publishedAccuracy: number;
}

export type BthowenModelName =
  | "mnist-small"
  | "mnist-medium"
  | "mnist-large"
  | "ecoli"
  | "iris"
  | "letter"
  | "satimage"
  | "shuttle"
  | "vehicle"
  | "vowel"
  | "wine";

const row = (
  features: number,
  classes: number,
  bits: number,
  tupleSize: number,
  entries: number,
  hashes: number,
  publishedAccuracy: number,
): BthowenModel => ({ features, classes, bits, tupleSize, entries, hashes, publishedAccuracy });

/** The eleven networks that were published with BTHOWeN (Susskind et al., PACT 2022). */
export const bthowenModels: Readonly<Record<BthowenModelName, BthowenModel>> = {
  "mnist-small": row(784, 10, 2, 28, 1024, 2, 0.934),
  "mnist-medium": row(784, 10, 3, 28, 2048, 2, 0.943),
  "mnist-large": row(784, 10, 6, 49, 8192, 4, 0.952),
  ecoli: row(7, 8, 10, 10, 128, 2, 0.875),
  iris: row(4, 3, 3, 2, 128, 1, 0.98),
  letter: row(16, 26, 15, 20, 2048, 4, 0.9),
  satimage: row(36, 6, 8, 12, 512, 4, 0.88),
  shuttle: row(9, 7, 9, 27, 1024, 2, 0.999),
  vehicle: row(18, 4, 16, 16, 256, 3, 0.762),
  vowel: row(10, 11, 15, 15, 256, 4, 0.9),
  wine: row(13, 3, 9, 13, 128, 3, 0.983),
};

/** Bytes of the binarized filters: ⌈features · bits / tupleSize⌉ · entries · classes / 8. Hash parameters are not counted. */
export function bthowenBytes(model: Omit<BthowenModel, "hashes" | "publishedAccuracy">): number {
  const { features, classes, bits, tupleSize, entries } = model;
  return (Math.ceil((features * bits) / tupleSize) * entries * classes) / 8;
}
