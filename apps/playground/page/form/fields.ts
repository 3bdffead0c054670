import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";

/** A slider with its name and value. */
export interface RangeField {
  readonly label: string;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Default 1. */
  readonly step?: number;
  /** How the value reads; default as it is. */
  readonly shown?: string;
  readonly onChange: (value: number) => void;
}

export function rangeField(field: RangeField): TemplateResult {
  const { label, value, minimum, maximum, step = 1, shown = String(value), onChange } = field;
  return html`<label>
    <span>${label}: <span class="value">${shown}</span></span>
    <input
      type="range"
      min=${minimum}
      max=${maximum}
      step=${step}
      aria-valuetext=${shown}
      .value=${live(String(value))}
      @input=${(event: Event) => onChange(Number(fieldValue(event)))}
    />
  </label>`;
}

/** A choice of one of several. */
export interface SelectField {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}

export function selectField({ label, value, options, onChange }: SelectField): TemplateResult {
  return html`<label>
    <span>${label}</span>
    <select @change=${(event: Event) => onChange(fieldValue(event))}>
      ${options.map(
        ([name, text]) => html`<option value=${name} ?selected=${name === value}>${text}</option>`,
      )}
    </select>
  </label>`;
}

/** Files to be opened. */
export interface FileField {
  readonly label: string;
  readonly accept: string;
  readonly onChange: (file: File) => void;
}

export function fileField({ label, accept, onChange }: FileField): TemplateResult {
  return html`<label>
    <span>${label}</span>
    <input
      type="file"
      accept=${accept}
      @change=${({ target }: Event) => {
        const file = target instanceof HTMLInputElement ? target.files?.[0] : undefined;
        if (file !== undefined) onChange(file);
      }}
    />
  </label>`;
}

function fieldValue({ target }: Event): string {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  return isField ? target.value : "";
}
