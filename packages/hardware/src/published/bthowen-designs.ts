/** A network of Bloom filters on an FPGA, as published: its sizes, and what Vivado reported. */
export interface PublishedDesign {
  readonly name: string;
  readonly device: string;
  readonly features: number;
  readonly classes: number;
  /** Thermometer bits of a feature. */
  readonly bitsPerFeature: number;
  /** Bits that a filter reads. */
  readonly tupleBits: number;
  readonly entries: number;
  readonly hashes: number;
  readonly lut: number;
  readonly ff: number;
  readonly dynamicPowerW: number;
}

/** Where the figures come from: Vivado 2019.2 at 100 MHz, no block memories. */
export const bthowenSource =
  "Z. Susskind et al., BTHOWeN, PACT 2022; https://github.com/ZSusskind/BTHOWeN: models and reports";

type Sizes = readonly [
  ...[features: number, classes: number, bits: number, tuple: number],
  ...[entries: number, hashes: number, lut: number, ff: number, watt: number],
];

function design(name: string, device: string, sizes: Sizes): PublishedDesign {
  const [features, classes, bitsPerFeature, tupleBits, entries, hashes] = sizes;
  const [lut, ff, dynamicPowerW] = sizes.slice(6);
  const shape = { features, classes, bitsPerFeature, tupleBits, entries, hashes };
  return { name: `BTHOWeN ${name}`, device, ...shape, lut, ff, dynamicPowerW };
}

/** BTHOWeN's designs, from the smallest. */
export const bthowenDesigns: readonly PublishedDesign[] = [
  design("Iris", "xc7z020", [4, 3, 3, 2, 128, 1, 57, 90, 0.005]),
  design("Ecoli", "xc7z020", [7, 8, 10, 10, 128, 2, 353, 223, 0.012]),
  design("Wine", "xc7z020", [13, 3, 9, 13, 128, 3, 585, 239, 0.012]),
  design("Shuttle", "xc7z020", [9, 7, 9, 27, 1024, 2, 593, 121, 0.018]),
  design("Vowel", "xc7z020", [10, 11, 15, 15, 256, 4, 1559, 756, 0.04]),
  design("Vehicle", "xc7z020", [18, 4, 16, 16, 256, 3, 1781, 597, 0.038]),
  design("Satimage", "xc7z020", [36, 6, 8, 12, 512, 4, 3771, 1131, 0.084]),
  design("MNIST, small", "xc7z020", [784, 10, 2, 28, 1024, 2, 15_756, 3522, 0.195]),
  design("Letter", "xc7z020", [16, 26, 15, 20, 2048, 4, 21_603, 2715, 0.623]),
  design("MNIST, medium", "xc7z020", [784, 10, 3, 28, 2048, 2, 38_912, 6577, 0.386]),
  design("MNIST, large", "xcku035", [784, 10, 6, 49, 8192, 4, 151_704, 18_796, 3.007]),
];
