/** Widgets: what a page of JupyterLab shows of a value of the kernel, and changes. */
import { WidgetModel } from "./widget-model.ts";

/** A value that a page shows and may change; it is displayed as any value is, and shows as its text where there are no widgets. */
export interface Widget<State extends object> {
  /** As it is now. */
  readonly state: Readonly<State>;
  /** Changes it, here and on every page. */
  set(changes: Partial<State>): void;
  /** Hears of changes that a page makes. */
  onChange(listener: (changes: Partial<State>) => void): void;
  /** Takes it off the pages. */
  close(): void;
}

class Shown<State extends object> implements Widget<State> {
  readonly #model: WidgetModel;
  readonly #names: readonly string[];
  readonly #text: (state: Readonly<State>) => string;

  constructor(model: WidgetModel, names: readonly string[], text: (state: Readonly<State>) => string) {
    this.#model = model;
    this.#names = names;
    this.#text = text;
  }

  get state(): Readonly<State> {
    return this.#own(this.#model.state) as State;
  }

  set(changes: Partial<State>): void {
    this.#model.set({ ...changes });
  }

  onChange(listener: (changes: Partial<State>) => void): void {
    this.#model.onChange((changes) => {
      listener(this.#own(changes));
    });
  }

  close(): void {
    this.#model.close();
  }

  [Symbol.for("Jupyter.display")](): object {
    return this.#model.shown(this.#text(this.state));
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.#text(this.state);
  }

  /** What is not the page's own business. SAFETY: the names are those of the state it was made with. */
  #own(state: Readonly<Record<string, unknown>>): Partial<State> {
    return Object.fromEntries(
      Object.entries(state).filter(([name]) => this.#names.includes(name)),
    ) as Partial<State>;
  }
}

/**
 * A widget of one's own, by the rules of anywidget (which JupyterLab needs as an extension: `pip install anywidget`).
 *
 * ```ts
 * const counter = widget({
 *   state: { count: 0 },
 *   esm: `export default {
 *     render({ model, el }) {
 *       const button = document.createElement("button");
 *       const show = () => { button.textContent = model.get("count"); };
 *       button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
 *       model.on("change:count", show);
 *       show();
 *       el.append(button);
 *     },
 *   }`,
 * });
 * counter.onChange(({ count }) => console.log(count));
 * counter; // shows it
 * ```
 *
 * @param options `esm`: the module that draws it; `css`: its style; `state`: what page and kernel share, JSON or bytes by name
 */
export function widget<State extends object>(options: {
  readonly esm: string;
  readonly css?: string;
  readonly state: State;
}): Widget<State> {
  const { esm, css = "", state } = options;
  const model = new WidgetModel({
    ...named("anywidget", "*", "AnyModel", "AnyView"),
    _esm: esm,
    _css: css,
    _anywidget_id: "pipenb.widget",
    ...state,
  });
  return new Shown(model, Object.keys(state), (now) => `widget ${JSON.stringify(now)}`);
}

/**
 * A slider for a number, of Jupyter's own widgets (`pip install ipywidgets` for JupyterLab).
 *
 * ```ts
 * const level = slider({ label: "level", min: 0, max: 10, step: 0.5, value: 3 });
 * level.onChange(({ value }) => console.log(value));
 * level; // shows it; level.state.value is its number
 * ```
 */
export function slider(
  options: {
    readonly min?: number;
    readonly max?: number;
    readonly step?: number;
    readonly value?: number;
    readonly label?: string;
  } = {},
): Widget<{ value: number }> {
  const { min = 0, max = 100, step = 1, value = min, label = "" } = options;
  const controls = "@jupyter-widgets/controls";
  const base = "@jupyter-widgets/base";
  const layout = new WidgetModel(named(base, "2.0.0", "LayoutModel", "LayoutView"));
  const style = new WidgetModel({
    ...named(controls, "2.0.0", "SliderStyleModel", "StyleView"),
    _view_module: base,
    description_width: "",
    handle_color: null,
  });
  const state = {
    ...named(controls, "2.0.0", "FloatSliderModel", "FloatSliderView"),
    ...{ min, max, step, value, description: label, layout: layout.reference, style: style.reference },
    ...{ behavior: "drag-tap", continuous_update: true, disabled: false, orientation: "horizontal" },
    ...{ readout: true, readout_format: Number.isInteger(step) ? "d" : ".2f" },
    ...{ description_allow_html: false, tabbable: null, tooltip: null },
  };
  // Pages reckon with the slider's width, and say 49.99999999999999 for 50.
  const model = new WidgetModel(state, ({ value: said, ...changes }) =>
    typeof said === "number" ? { ...changes, value: Number(said.toPrecision(12)) } : changes,
  );
  return new Shown(model, ["value"], (now) => `${label === "" ? "slider" : label}: ${now.value}`);
}

/** What the page draws it by. */
const named = (module: string, version: string, model: string, view: string): Record<string, unknown> => ({
  _model_module: module,
  _model_module_version: version,
  _model_name: model,
  _view_module: module,
  _view_module_version: version,
  _view_name: view,
  _view_count: null,
  _dom_classes: [],
});
