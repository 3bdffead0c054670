import { create } from "./create.ts";

/** What the view is made of. */
export interface ViewParts {
  /** Its id is "source". */
  readonly source: HTMLElement;
  readonly target: HTMLElement;
  readonly copy: HTMLElement;
  /** What stands below both, over the whole width. */
  readonly below: readonly HTMLElement[];
}

/** Source and translation side by side, where that is wide enough, with their names above. */
export function layOut({ source, target, copy, below }: ViewParts): HTMLDivElement {
  const sourceBar = create("div", { class: "bar" }, create("label", { for: "source" }, "English"));
  const targetName = create("span", { id: "target-name" }, "German");
  const targetBar = create("div", { class: "bar" }, targetName, copy);
  const panes = create(
    "div",
    { class: "panes" },
    create("div", { class: "pane" }, sourceBar, source),
    create("div", { class: "pane" }, targetBar, target),
  );
  return create("div", { class: "view" }, panes, ...below);
}
