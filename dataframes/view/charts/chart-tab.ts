/** The chart tab: choices, picture, what it shows in words, and saving. The kernel aggregates; what comes is drawn here. */
import type { ChartResult } from "../../protocol/chart.ts";
import type { DataframeColumn } from "../../protocol/reply.ts";
import type { View } from "../../protocol/view.ts";
import { element } from "../page/element.ts";
import { property } from "../page/property.ts";
import type { DataframeSource } from "../source/dataframe-source.ts";
import { ChartControls } from "./chart-controls.ts";
import { type ChartData, readChart } from "./chart-data.ts";
import { ChartPicture } from "./chart-picture.ts";
import { type Choice, mostToAskFor } from "./choice.ts";
import { layOut } from "./drawing/lay-out.ts";
import { firstChoice } from "./first-choice.ts";
import { summariesFor } from "./first-question.ts";
import { columnNames, description, explanation, fileName, titleOf } from "./labels.ts";
import { fontSize, type Scene } from "./scene/scene.ts";
import { pngFile, svgFile } from "./scene/svg.ts";
import { followPage } from "./theme/follow-page.ts";
import { readPalette } from "./theme/read-palette.ts";

/** The look of the chart tab around the picture, all of it from the colours of the editor's theme. Nothing in it moves. */
const chartStyle = `
:host { display: block; color: var(--vscode-foreground); font: var(--vscode-font-size, 13px) var(--vscode-font-family, sans-serif); }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.choices { display: flex; flex-wrap: wrap; gap: 6px 14px; padding: 4px 0 8px; }
.choice { display: inline-flex; align-items: center; gap: 6px; max-width: 100%; }
label { color: var(--vscode-descriptionForeground); white-space: nowrap; }
select, button { font: inherit; min-width: 0; border-radius: 2px; cursor: pointer; }
select { max-width: 220px; padding: 2px 4px; border: 1px solid var(--vscode-settings-dropdownBorder, var(--vscode-dropdown-border, var(--vscode-contrastBorder, var(--vscode-panel-border, currentColor))));
  color: var(--vscode-dropdown-foreground, var(--vscode-foreground)); background: var(--vscode-dropdown-background, var(--vscode-editor-background)); }
button { padding: 2px 8px; border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
button:disabled { opacity: 0.5; cursor: default; }
:is(select, button, .picture):focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
.picture { position: relative; width: 100%; }
.picture svg { display: block; }
.picture.old { opacity: 0.5; }
.tooltip { position: absolute; z-index: 1; max-width: 70%; padding: 4px 8px; pointer-events: none; font-size: 0.92em; overflow-wrap: anywhere; unicode-bidi: isolate;
  color: var(--vscode-editorHoverWidget-foreground, var(--vscode-foreground)); background: var(--vscode-editorHoverWidget-background, var(--vscode-editor-background));
  border: 1px solid var(--vscode-editorHoverWidget-border, var(--vscode-contrastBorder, var(--vscode-panel-border, currentColor))); }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.foot { display: flex; flex-wrap: wrap; gap: 6px 8px; align-items: baseline; padding-top: 4px; }
.said { flex: 1 1 240px; color: var(--vscode-descriptionForeground); overflow-wrap: anywhere; }
.said.problem { color: var(--vscode-errorForeground); }
`;

/** An answer, and the question it belongs to. */
interface Shown {
  readonly choice: Choice;
  readonly data: ChartData;
  readonly result: ChartResult;
}

/** A picture as it is on screen. */
interface Drawn {
  readonly scene: Scene;
  readonly font: string;
  readonly label: string;
  readonly name: string;
}

const progressAfter_ms = 300;
const narrowest = 240;

export class ChartTab {
  readonly element = element("div");
  readonly #columns: readonly DataframeColumn[];
  readonly #names: readonly string[];
  readonly #source: DataframeSource;
  readonly #choices = element("div");
  readonly #picture = new ChartPicture();
  readonly #said = element("span", { class: "said", role: "status" });
  readonly #saves: readonly HTMLButtonElement[];
  readonly #over = new AbortController();
  #view: View;
  #choice: Choice | undefined;
  #asking = new AbortController();
  #shown: Shown | undefined;
  #drawn: Drawn | undefined;

  constructor(columns: readonly DataframeColumn[], view: View, source: DataframeSource) {
    this.#columns = columns;
    this.#names = columnNames(columns);
    this.#view = view;
    this.#source = source;
    this.#saves = (["PNG", "SVG"] as const).map((format) => {
      const button = element("button", { type: "button", disabled: "" }, `Save as ${format}`);
      button.addEventListener("click", () => void this.#save(format));
      return button;
    });
    this.#picture.element.hidden = true;
    this.element
      .attachShadow({ mode: "open" })
      .append(
        element("style", {}, chartStyle),
        this.#choices,
        this.#picture.element,
        element("div", { class: "foot" }, this.#said, ...this.#saves),
      );
    this.element.addEventListener("keydown", (event) => {
      // The editor must not take keys pressed here for its own.
      event.stopPropagation();
    });
    followPage(
      this.element,
      () => {
        this.#draw();
      },
      this.#over.signal,
    );
    void this.#start();
  }

  /** Other rows are looked at now. */
  update(view: View): void {
    this.#view = view;
    if (this.#choice !== undefined) void this.#ask(this.#choice);
  }

  dispose(): void {
    this.#over.abort();
    this.#asking.abort();
    this.element.remove();
  }

  async #start(): Promise<void> {
    const { signal } = this.#over;
    const done = this.#progress();
    const summaries = await summariesFor(this.#source, this.#view, this.#columns, signal);
    done();
    if (signal.aborted) return;
    const choice = firstChoice(this.#columns, summaries);
    if (choice === undefined) {
      this.#say("Nothing here can be drawn: charts need a column of numbers, times, text or booleans.");
      return;
    }
    const controls = new ChartControls(this.#columns, this.#names, choice, (next) => void this.#ask(next));
    this.#choices.replaceWith(controls.element);
    await this.#ask(choice);
  }

  async #ask(choice: Choice): Promise<void> {
    this.#choice = choice;
    this.#asking.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const done = this.#progress();
    const most = mostToAskFor(choice);
    try {
      const question = { method: "chart", view: this.#view, chart: { ...choice, most } } as const;
      const { result, buffers } = await this.#source.ask(question, asking.signal);
      if (asking.signal.aborted) return;
      const [bytes] = buffers;
      if (bytes === undefined) throw new Error("The kernel's answer has no values. Run the cell again.");
      this.#shown = { choice, data: readChart(bytes, choice), result: readResult(result) };
      this.#draw();
    } catch (error) {
      if (asking.signal.aborted) return;
      this.#shown = undefined;
      this.#draw();
      this.#say(error instanceof Error ? error.message : String(error), true);
    } finally {
      done();
    }
  }

  /** Says that one waits once that can be noticed; what it gives ends that. */
  #progress(): () => void {
    const { signal } = this.#asking;
    const timer = setTimeout(() => {
      this.#picture.element.classList.add("old");
      this.#say("The kernel is working on this chart…");
    }, progressAfter_ms);
    return () => {
      clearTimeout(timer);
      if (!signal.aborted) this.#picture.element.classList.remove("old");
    };
  }

  #draw(): void {
    const shown = this.#shown;
    const palette = readPalette(this.#picture.element);
    const empty = shown === undefined || shown.data.points.length === 0;
    for (const button of this.#saves) button.disabled = empty;
    if (empty) {
      this.#drawn = undefined;
      this.#picture.draw(undefined, palette, "");
      if (shown !== undefined) this.#say("There are no values to draw in these rows.");
      return;
    }
    const { choice, data, result } = shown;
    const width = this.element.clientWidth;
    // Out of sight; it is drawn when it comes into sight.
    if (width === 0) return;
    const title = titleOf(choice, this.#names);
    const measure = textMeasure(palette.font);
    const scene = layOut(data, choice, this.#names, palette, Math.max(narrowest, width), measure);
    const label = description(title, choice, data);
    this.#drawn = { scene, font: palette.font, label, name: fileName(title) };
    this.#picture.draw(scene, palette, label);
    this.#say(explanation(choice, this.#names, data, result));
  }

  async #save(format: "PNG" | "SVG"): Promise<void> {
    if (this.#drawn === undefined) return;
    const { scene, font, label, name } = this.#drawn;
    try {
      const bytes =
        format === "PNG"
          ? await pngFile(scene, font, label)
          : new TextEncoder().encode(svgFile(scene, font, label));
      const path = await this.#source.save(`${name}.${format.toLowerCase()}`, bytes);
      if (path !== null) this.#say(`Saved as ${path}`);
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error), true);
    }
  }

  #say(text: string, problem = false): void {
    this.#said.textContent = text;
    this.#said.classList.toggle("problem", problem);
  }
}

/** The extension has checked it against the schema; whoever else answers must say as much. */
function readResult(result: unknown): ChartResult {
  const [rows, reduced] = [property(result, "rows"), property(result, "reduced")];
  if (typeof rows !== "number") throw new Error("The answer does not say how many rows went into it.");
  return { rows, reduced: reduced === true };
}

/** Gives how wide texts are in this font. */
function textMeasure(font: string): (text: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return (text) => text.length * fontSize * 0.6;
  context.font = `${fontSize}px ${font}`;
  return (text) => context.measureText(text).width;
}
