/** A model file that was made or opened in this tab. */
export interface ShelvedModel {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The model files of this tab, which one view leaves for another; "change" tells of each. */
class ModelShelf extends EventTarget {
  readonly #models = new Map<string, ShelvedModel>();

  get models(): readonly ShelvedModel[] {
    return [...this.#models.values()];
  }

  put(model: ShelvedModel): void {
    this.#models.set(model.name, model);
    this.dispatchEvent(new Event("change"));
  }
}

/** The one shelf of the page. */
export const modelShelf: ModelShelf = new ModelShelf();
