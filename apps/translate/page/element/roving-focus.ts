/** Moves the focus between the sentences of a pane, of which one takes part in the order of Tab.
 *  @returns  whether the key moves. */
export function moveFocus(pane: HTMLElement, from: EventTarget | null, key: string): boolean {
  const step = steps[key];
  if (step === undefined || from === pane || !(from instanceof HTMLElement)) return false;
  const sentences = [...pane.querySelectorAll<HTMLElement>("[data-sentence]")];
  const current = sentences.indexOf(from);
  const wanted = step(current, sentences.length);
  const next = sentences[Math.min(Math.max(wanted, 0), sentences.length - 1)];
  if (next === undefined) return false;
  for (const sentence of sentences) sentence.tabIndex = sentence === next ? 0 : -1;
  next.focus();
  return true;
}

const steps: Readonly<Record<string, (current: number, count: number) => number>> = {
  ArrowRight: (current) => current + 1,
  ArrowDown: (current) => current + 1,
  ArrowLeft: (current) => current - 1,
  ArrowUp: (current) => current - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};
