import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import LivePlot from "./live-plot.vue";

/** The usual theme, with plots of the playground in pages. */
export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => void app.component("LivePlot", LivePlot),
} satisfies Theme;
