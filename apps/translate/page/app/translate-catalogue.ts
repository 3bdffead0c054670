import {
  decodeFile,
  type EntryOutcome,
  type FileProgress,
  formatOfFile,
  formats,
  translateFile,
} from "@bnnkit/localization";
import type { TranslateElement } from "../element/translate-element.ts";

/** Endings of the files that can be opened, as a file picker takes them. */
export const acceptedFiles: string = formats.flatMap(({ extensions }) => extensions).join(",");

/** A file that was translated. */
export interface TranslatedCatalogue {
  /** What it is called: `de` before the ending of the source's name. */
  readonly name: string;
  readonly text: string;
  readonly outcomes: readonly EntryOutcome[];
}

/** Translates a file that the user chose.
 *  @throws RangeError for a name whose ending is not known; MalformedCatalogueError naming the line. */
export async function translateCatalogue(
  file: File,
  translate: TranslateElement,
  events: { readonly signal: AbortSignal; readonly onProgress: (progress: FileProgress) => void },
): Promise<TranslatedCatalogue> {
  const format = formatOfFile(file.name);
  if (format === undefined) {
    throw new RangeError(`${file.name}: the name must end in one of ${acceptedFiles}`);
  }
  const source = decodeFile(new Uint8Array(await file.arrayBuffer()), format);
  const { text, outcomes } = await translateFile(source, {
    ...events,
    format,
    translator: {
      translate: async (texts, { signal } = {}) => {
        const paragraphs = await translate.translateTexts(
          texts,
          signal instanceof AbortSignal ? { signal } : {},
        );
        return paragraphs.map(({ sentences, ...paragraph }) => ({
          ...paragraph,
          pieces: sentences,
        }));
      },
    },
  });
  return { name: targetName(file.name), text, outcomes };
}

function targetName(name: string): string {
  const at = name.lastIndexOf(".");
  return `${name.slice(0, at)}.de${name.slice(at)}`;
}
