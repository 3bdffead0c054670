/** Style of the element. Every colour is a custom property that a page may set. */
export const elementStyle = `
:host {
  --_text: var(--bnnkit-text, light-dark(#1b1d22, #e9eaee));
  --_muted: var(--bnnkit-muted, light-dark(#555a66, #a9afbd));
  --_surface: var(--bnnkit-surface, light-dark(#ffffff, #1d2027));
  --_line: var(--bnnkit-line, light-dark(#c9cdd6, #444a58));
  --_accent: var(--bnnkit-accent, light-dark(#1d4fd7, #8fb2ff));
  --_kept: var(--bnnkit-kept, light-dark(#dcefe0, #1f4430));
  --_warning: var(--bnnkit-warning, light-dark(#a12a12, #ff9d85));
  --_hover: var(--bnnkit-hover, light-dark(#e8eefc, #2b3448));
  display: block;
  container-type: inline-size;
  color: var(--_text);
  font: var(--bnnkit-font, 1rem/1.5 system-ui, sans-serif);
  text-align: start;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.panes { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
@container (max-width: 40rem) { .panes { grid-template-columns: 1fr; gap: 0.75rem; } }
.pane { display: flex; flex-direction: column; min-width: 0; }
.bar { display: flex; align-items: center; justify-content: space-between; min-height: 2.5rem; font-weight: 600; }
textarea, .target {
  flex: 1; width: 100%; min-height: 11rem; max-height: 65vh; margin: 0; padding: 0.75rem 0.9rem;
  border: 1px solid var(--_line); border-radius: 0.6rem; background: var(--_surface); color: inherit;
  font: inherit; font-size: 1.1em; overflow: auto; overflow-wrap: break-word;
}
textarea { resize: vertical; field-sizing: content; }
textarea::placeholder { color: var(--_muted); opacity: 1; }
@container (max-width: 40rem) { textarea, .target { min-height: 7.5rem; max-height: 45vh; } }
.target p { margin: 0; white-space: pre-wrap; }
.target p + p { margin-top: 1em; }
.earlier { color: var(--_muted); }
.sentence { border-radius: 0.25rem; cursor: pointer; }
.sentence:hover, .sentence[aria-expanded] { background: var(--_hover); }
:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }
mark { background: var(--_kept); color: inherit; border-radius: 0.2rem; padding: 0 0.15em; }
.unreliable { text-decoration: underline wavy var(--_warning) 0.08em; text-underline-offset: 0.2em; }
.unreliable::after { content: " ⚠" / ""; color: var(--_warning); text-decoration: none; }
button {
  font: inherit; font-weight: 400; color: inherit; background: var(--_surface); border: 1px solid var(--_line);
  border-radius: 0.45rem; padding: 0.2rem 0.7rem; min-height: 1.9rem; cursor: pointer;
}
button:hover { background: var(--_hover); }
.progress { min-height: 2.2rem; display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; color: var(--_muted); }
.progress p { margin: 0; }
.progress p:empty { display: none; }
progress { flex: 1; min-width: 8rem; accent-color: var(--_accent); }
.alert { flex-basis: 100%; padding: 0.75rem 0.9rem; border: 1px solid var(--_warning); border-radius: 0.6rem; color: var(--_text); }
.alert p { margin: 0 0 0.6rem; overflow-wrap: anywhere; }
.notes { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; font-size: 0.9em; }
.note { min-width: 0; }
.note strong { color: var(--_muted); }
.notes ul { list-style: none; margin: 0.25rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.3rem 1rem; }
.notes li { overflow-wrap: anywhere; }
.notes li button { border: 0; background: none; padding: 0; min-height: 1.5rem; color: var(--_warning); text-decoration: underline; text-align: start; }
.menu {
  position: fixed; inset: auto; margin: 0; width: max-content; max-width: min(32rem, calc(100vw - 1rem)); max-height: 60vh;
  padding: 0.35rem; border: 1px solid var(--_line); border-radius: 0.6rem; background: var(--_surface); color: var(--_text);
  box-shadow: 0 6px 24px rgb(0 0 0 / 0.25); overflow: auto;
}
.menu p { margin: 0.35rem 0.6rem; color: var(--_muted); }
.menu button { display: block; width: 100%; border: 0; padding: 0.4rem 0.6rem; text-align: start; }
.menu button[aria-checked="true"] { font-weight: 600; }
.alignment { margin-top: 0.35rem; border-top: 1px solid var(--_line); font-size: 0.9em; }
.menu .alignment p { color: inherit; }
.word { --_share: 0%; border-radius: 0.25rem; padding: 0.1em 0.15em; background: color-mix(in oklab, var(--_accent) calc(var(--_share) * 0.6), transparent); }
.word:hover, .word:focus-visible { background: var(--_hover); }
@media (prefers-reduced-motion: no-preference) { .sentence { transition: background 0.1s; } }
`;
