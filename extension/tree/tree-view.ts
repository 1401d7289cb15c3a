/** A tree as ARIA describes it: one line is in the order of Tab, arrow keys go from line to line, open and close. Text alone. */
import { element } from "../../dataframes/view/page/element.ts";
import type { TreeNode } from "./tree-node.ts";

/** Lines that are made at once; the others when the last one is asked for. */
const atOnce = 100;

interface Line {
  readonly item: HTMLElement;
  readonly node: TreeNode;
  readonly level: number;
}

export class TreeView {
  readonly element: HTMLElement;
  readonly #lines = new WeakMap<Element, Line>();
  #current: HTMLElement;

  constructor(root: TreeNode) {
    const first = this.#made(root, 1, [1, 1]);
    this.#current = first;
    this.element = element("ul", { class: "pipenb-tree", role: "tree", "aria-label": root.text }, first);
    this.#go(first, false);
    this.#toggle(first, true);
    this.element.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !this.#pressed(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    // A screen reader puts the focus where its reader is.
    this.element.addEventListener("focusin", ({ target }) => {
      if (target instanceof HTMLElement && this.#lines.has(target)) this.#go(target, false);
    });
    this.element.addEventListener("click", (event) => {
      const item = event.target instanceof Element ? event.target.closest<HTMLElement>("li") : null;
      if (item === null || !(event.target instanceof Element) || event.target.closest(".line") === null)
        return;
      this.#go(item, true);
      this.#toggle(item);
    });
  }

  /** False for keys that are not for the tree. */
  #pressed(key: string): boolean {
    const at = this.#current;
    const all = [...this.element.querySelectorAll<HTMLElement>("li")];
    const place = all.indexOf(at);
    const open = at.getAttribute("aria-expanded");
    const to: Record<string, () => HTMLElement | null | undefined> = {
      ArrowDown: () => all[place + 1],
      ArrowUp: () => all[place - 1],
      Home: () => all[0],
      End: () => all.at(-1),
      ArrowRight: () => (open === "true" ? at.querySelector("li") : (this.#toggle(at, true), at)),
      ArrowLeft: () =>
        open === "true"
          ? (this.#toggle(at, false), at)
          : (at.parentElement?.closest<HTMLElement>("li") ?? at),
      Enter: () => (this.#toggle(at), this.#current),
      " ": () => (this.#toggle(at), this.#current),
    };
    const go = to[key];
    if (go === undefined) return false;
    const next = go();
    if (next !== null && next !== undefined) this.#go(next, true);
    return true;
  }

  #go(item: HTMLElement, focus: boolean): void {
    this.#current.tabIndex = -1;
    this.#current = item;
    item.tabIndex = 0;
    if (focus) item.focus();
  }

  #toggle(item: HTMLElement, open = item.getAttribute("aria-expanded") !== "true"): void {
    const line = this.#lines.get(item);
    if (line?.node.open === undefined) return;
    item.setAttribute("aria-expanded", String(open));
    if (!open) item.querySelector(":scope > ul")?.remove();
    else if (item.querySelector(":scope > ul") === null) {
      const group = element("ul", { role: "group" });
      this.#add(group, line.node.open(), line.level + 1, 0);
      item.append(group);
    }
  }

  #add(group: HTMLElement, nodes: readonly TreeNode[], level: number, from: number): void {
    const next = nodes.slice(from, from + atOnce);
    group.append(...next.map((node, index) => this.#made(node, level, [from + index + 1, nodes.length])));
    const left = nodes.length - from - next.length;
    if (left === 0) return;
    const more: TreeNode = { key: undefined, kind: "note", text: `… ${String(left)} more`, open: () => [] };
    const item = this.#made(more, level, [from + next.length + 1, nodes.length]);
    const node = {
      ...more,
      open: (): readonly TreeNode[] => {
        item.remove();
        this.#add(group, nodes, level, from + atOnce);
        const first = group.children[from + next.length];
        if (first instanceof HTMLElement) this.#go(first, true);
        return [];
      },
    };
    this.#lines.set(item, { item, node, level });
    group.append(item);
  }

  #made(node: TreeNode, level: number, [place, of]: readonly [number, number]): HTMLElement {
    const key = node.key === undefined ? [] : [element("span", { class: "key" }, node.key), ": "];
    const line = element("span", { class: "line" }, ...key, element("span", { class: node.kind }, node.text));
    const attributes = {
      role: "treeitem",
      tabindex: -1,
      "aria-level": level,
      "aria-posinset": place,
      "aria-setsize": of,
    };
    const item = element(
      "li",
      { ...attributes, ...(node.open === undefined ? {} : { "aria-expanded": "false" }) },
      line,
    );
    this.#lines.set(item, { item, node, level });
    return item;
  }
}
