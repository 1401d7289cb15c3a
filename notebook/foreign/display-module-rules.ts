/** What tslab's module has, by its path, and what stands for it here. The Node.js notebooks extension took its own from it. */
import { bundle, image, rawBundle } from "./display-rewrites.ts";
import { renamed, type Rule } from "./rewrites.ts";

const script: Rule = { remedy: "Put it into HTML: display.html(`<script>…</script>`)." };

/** The longest path that fits counts; "" stands for everything else. */
export const displayModuleRules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["", { remedy: "Leave it out; what cells show goes through display, which is here without an import." }],
  ["display", { rewrite: renamed("display"), remedy: "Write display, which is here without an import." }],
  ["display.html", { rewrite: renamed("display.html"), remedy: "Write display.html(text)." }],
  ["display.markdown", { rewrite: renamed("display.markdown"), remedy: "Write display.markdown(text)." }],
  ["display.json", { rewrite: renamed("display.json"), remedy: "Write display.json(value)." }],
  ["display.png", { rewrite: renamed("display.image"), remedy: "Write display.image(bytes)." }],
  ["display.jpeg", { rewrite: renamed("display.image"), remedy: "Write display.image(bytes)." }],
  ["display.gif", { rewrite: renamed("display.image"), remedy: "Write display.image(bytes)." }],
  [
    "display.image",
    { rewrite: image, remedy: "Write display.image(bytes), with readFileSync(path) for a file's." },
  ],
  ["display.svg", { rewrite: bundle("image/svg+xml"), remedy: "Write display.image(text)." }],
  [
    "display.text",
    { rewrite: bundle("text/plain"), remedy: 'Write display.bundle({ "text/plain": text }).' },
  ],
  [
    "display.latex",
    { rewrite: bundle("text/latex"), remedy: 'Write display.bundle({ "text/latex": text }).' },
  ],
  [
    "display.pdf",
    { rewrite: bundle("application/pdf"), remedy: 'Write display.bundle({ "application/pdf": bytes }).' },
  ],
  ["display.raw", { rewrite: rawBundle, remedy: "Write display.bundle({ [type]: data })." }],
  ["display.javascript", script],
  [
    "newDisplay",
    { remedy: "Write display(value); its handle's update(value) shows something else in the same place." },
  ],
  ["versions", { remedy: "Write process.versions." }],
  ["Plotly", { remedy: 'Show the chart as HTML: display.html(`<div id="plot"></div><script>…</script>`).' }],
]);
