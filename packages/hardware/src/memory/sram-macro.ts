import { checkPositiveInteger } from "@bnnkit/core";
import { type Figure, figureOf, type Provenance } from "../figure.ts";
import { checkShape, type WordsByWidth } from "./memory-shape.ts";

export interface SramOptions extends WordsByWidth {
  /** Columns of cells for each bit of a word. Default: 4 up to 1024 words, else 8, as in all but two of the macros fitted. */
  readonly columnMux?: number;
}

/** What a single-port macro takes. */
export interface SramMacro extends WordsByWidth {
  readonly columnMux: number;
  readonly areaUm2: Figure;
  /** Of one word. */
  readonly readPj: Figure;
  readonly writePj: Figure;
  readonly leakageNw: Figure;
  readonly clockToQNs: Figure;
}

/** What the forms were fitted to: 14 macros of 64 … 4096 words of 8 … 64 bits, 4 or 8 columns a bit. */
export const sramProvenance: Provenance = {
  source: "IHP-Open-PDK SG13G2, single-port SRAM macros, liberty revision 1.0.4, typical, 25 °C",
  ...{ nodeNm: 130, voltageV: 1.2 },
};

interface Geometry {
  readonly bits: number;
  readonly width: number;
  readonly words: number;
  readonly mux: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Area, energies, leakage and delay of an SRAM macro from its rows, `words / mux`, and columns, `width · mux`:
 *
 *     area   3.211·bits + 530.3·width + 63.93·rows + 584.1·mux            µm²   0.40 %
 *     read   1.399e-4·bits + 0.1408·columns + 0.01689·rows + 0.002771·width·rows   pJ   3.0 %
 *     write  1.625e-4·bits + 0.1871·columns + 0.02673·rows + 0.00286·width·rows    pJ   2.3 %
 *     clk→q  2.667 + 0.00722·rows + 9.553e-4·columns − 2.715e-4·words     ns    3.4 %
 *     leakage 0.01209 nW a bit
 *
 * The last column is the mean error of macros that were left out of the fit; intervals rest on it.
 *
 * @throws RangeError for sizes < 1.
 */
export function sramMacro(options: SramOptions): SramMacro {
  checkShape("sramMacro", options);
  const { words, width } = options;
  const mux = options.columnMux ?? (words <= 1024 ? 4 : 8);
  checkPositiveInteger("sramMacro", "columnMux", mux);
  const g = geometry(words, width, mux);
  const figure = (value: number, meanError: number): Figure =>
    figureOf(value, meanError, sramProvenance, isBeyond(g));
  return {
    ...{ words, width, columnMux: mux },
    areaUm2: figure(3.211 * g.bits + 530.3 * width + 63.93 * g.rows + 584.1 * mux, 0.004),
    readPj: figure(
      1.399e-4 * g.bits + 0.1408 * g.columns + 0.01689 * g.rows + 2.771e-3 * g.width * g.rows,
      0.0301,
    ),
    writePj: figure(
      1.625e-4 * g.bits + 0.1871 * g.columns + 0.02673 * g.rows + 2.86e-3 * g.width * g.rows,
      0.0231,
    ),
    leakageNw: figure(0.01209 * g.bits, 0),
    clockToQNs: figure(2.667 + 7.22e-3 * g.rows + 9.553e-4 * g.columns - 2.715e-4 * words, 0.0336),
  };
}

function geometry(words: number, width: number, mux: number): Geometry {
  const rows = Math.ceil(words / mux);
  return { bits: words * width, width, words, mux, rows, columns: width * mux };
}

function isBeyond({ words, width, mux, rows }: Geometry): boolean {
  return words < 64 || words > 4096 || width < 8 || width > 64 || mux < 4 || mux > 8 || rows > 512;
}
