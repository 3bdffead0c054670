import type { Format, ReadFile } from "../format.ts";
import { newlineOf } from "../line-index.ts";
import { blocksOf } from "./blocks.ts";

/** Text in paragraphs that empty lines part. */
export const plainText: Format = {
  name: "text",
  extensions: [".txt"],
  isKeyed: false,
  read: readPlainText,
};

function readPlainText(text: string): ReadFile {
  const newline = newlineOf(text);
  const entries = blocksOf(text).map((block, i) => {
    const [{ start, number }] = block;
    const { end } = block[block.length - 1];
    return {
      id: `${i + 1}`,
      line: number,
      sources: [block.map((line) => line.text).join("\n")],
      targets: [],
      write: ([target]: readonly string[]) => [
        { start, end, content: [target.replaceAll("\n", newline)] },
      ],
    };
  });
  return { entries, heading: [] };
}
