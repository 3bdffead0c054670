/** A view of the playground, of which one shows at a time. */
export interface View {
  /** Of its heading. */
  readonly title: string;
  /** Begins to show itself in a place of its own, where it stays while the page is open. */
  mount(place: HTMLElement): void;
}
