import { addFigures, type Figure, scaleFigure } from "../figure.ts";
import { checkShape, type WordsByWidth } from "./memory-shape.ts";
import { registerFile } from "./register-file.ts";
import { sramMacro } from "./sram-macro.ts";

/** A memory of an ASIC: flip-flops, or macros side by side and on top of one another. */
export type OnChipMemory =
  | { readonly made: "flip-flops"; readonly flipFlops: number; readonly areaUm2: Figure }
  | {
      readonly made: "sram";
      readonly macros: number;
      readonly areaUm2: Figure;
      /** Of one word: of the macros that hold its bits. */
      readonly readPj: Figure;
      readonly writePj: Figure;
      readonly leakageNw: Figure;
      readonly clockToQNs: Figure;
    };

/** Below so many bits flip-flops take less than the periphery of a macro. */
const flipFlopBits = 256;

/**
 * The memory for so many words: flip-flops below 256 bits, else macros of at most 4096 words of 64 bits, equal in size.
 *
 * @throws RangeError for sizes < 1.
 */
export function onChipMemory(shape: WordsByWidth): OnChipMemory {
  checkShape("onChipMemory", shape);
  const { words, width } = shape;
  if (words * width < flipFlopBits) {
    const { flipFlops, areaUm2 } = registerFile(shape);
    return { made: "flip-flops", flipFlops, areaUm2 };
  }
  const [across, deep] = [Math.ceil(width / 64), Math.ceil(words / 4096)];
  const macro = sramMacro({ words: Math.ceil(words / deep), width: Math.ceil(width / across) });
  const macros = across * deep;
  return {
    made: "sram",
    macros,
    areaUm2: scaleFigure(macro.areaUm2, macros),
    readPj: scaleFigure(macro.readPj, across),
    writePj: scaleFigure(macro.writePj, across),
    leakageNw: scaleFigure(macro.leakageNw, macros),
    clockToQNs: macro.clockToQNs,
  };
}

/** Area of several memories. */
export function memoryArea(memories: readonly OnChipMemory[]): Figure {
  return addFigures(memories.map(({ areaUm2 }) => areaUm2));
}
