import type { TranslateElement } from "../element/translate-element.ts";
import type { FilePanel } from "./file-panel.ts";

/** Has files translated that are chosen by a picker, or dropped on the page. */
export function chooseFiles(
  picker: HTMLInputElement,
  place: HTMLElement,
  translate: TranslateElement,
): void {
  let panel: Promise<FilePanel> | undefined;
  const open = async (file: File): Promise<void> => {
    // The parsers of all formats are as much as the page itself: they come when they are needed.
    panel ??= import("./file-panel.ts").then(({ FilePanel }) => new FilePanel(place, translate));
    await (await panel).open(file);
  };
  picker.addEventListener("change", () => {
    const [file] = picker.files ?? [];
    // The same file may be chosen again.
    picker.value = "";
    if (file !== undefined) void open(file);
  });
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (file === undefined) return;
    event.preventDefault();
    void open(file);
  });
}
