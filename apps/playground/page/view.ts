/** A view of the playground, of which one shows at a time. */
export interface View {
  /** Of its heading. */
  readonly title: string;
  /** Begins to show itself in a place of its own, where it stays while the page is open.
   *  @param names  what it offers to choose from, where it could offer more */
  mount(place: HTMLElement, names?: readonly string[]): void;
}
