/** Gives bytes or text to the person as a file. */
export function saveFile(name: string, contents: Uint8Array | string): void {
  const body = typeof contents === "string" ? contents : Uint8Array.from(contents);
  const url = URL.createObjectURL(new Blob([body]));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
