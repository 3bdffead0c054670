import { create } from "../element/create.ts";
import { choices, type SettingName, type Settings, settingNames } from "./settings.ts";

const labels: Readonly<Record<SettingName, string>> = {
  model: "Model",
  isa: "Kernels",
  threads: "Threads",
  beam: "Search",
};

/** Fills a form with the settings.
 *  @param onChange  Called with all of them when one is changed. */
export function showSettings(
  form: HTMLFormElement,
  settings: Settings,
  onChange: (settings: Settings) => void,
): void {
  let current = settings;
  for (const name of settingNames) {
    const select = create("select", { name });
    for (const [value, label] of choices[name]) select.append(create("option", { value }, label));
    select.value = settings[name];
    select.addEventListener("change", () => {
      current = { ...current, [name]: select.value };
      onChange(current);
    });
    form.append(create("label", {}, create("span", {}, labels[name]), select));
  }
}
