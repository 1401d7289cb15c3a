/** The renderer of values and JSON as trees, loaded by the editor into the page that shows outputs when there is one. */
import { treeMime } from "../../protocol/value-tree.ts";
import { nextForm } from "../../dataframes/view/page/next-form.ts";
import { treeStyle } from "./style.ts";
import { readJson, readTree } from "./tree-node.ts";
import { TreeView } from "./tree-view.ts";

/** What the editor hands over, as far as it is used. */
interface OutputItem {
  readonly mime: string;
  text(): string;
}

interface Renderer {
  renderOutputItem(item: OutputItem, element: HTMLElement): void;
}

/** Called by the editor once for each page of outputs. */
export function activate(): Renderer {
  const style = document.createElement("style");
  style.textContent = treeStyle;
  document.head.append(style);
  return {
    renderOutputItem(item, element) {
      try {
        const root = item.mime === treeMime ? readTree(item.text()) : readJson(item.text());
        element.replaceChildren(new TreeView(root).element);
      } catch (error) {
        throw nextForm("This is no tree.", error);
      }
    },
  };
}
