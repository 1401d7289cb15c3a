/** The renderer of values and JSON as trees, loaded by the editor into the page that shows outputs when there is one. */
import { treeMime } from "../../protocol/value-tree.ts";
import { nextForm } from "../../dataframes/view/page/next-form.ts";
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

/** How trees of values look. */
const treeStyle = `
.pipenb-tree, .pipenb-tree ul { list-style: none; margin: 0; padding: 0 0 0 1.2em; }
.pipenb-tree { max-height: 40em; overflow: auto; font-family: var(--notebook-cell-output-font-family, var(--vscode-editor-font-family));
  font-size: var(--notebook-cell-output-font-size, var(--vscode-editor-font-size)); line-height: 1.5; }
.pipenb-tree li { outline: none; }
.pipenb-tree .line { display: block; position: relative; cursor: default; white-space: pre-wrap; overflow-wrap: anywhere; padding: 0 2px; }
.pipenb-tree li[aria-expanded] > .line::before { content: "▸"; position: absolute; left: -1em; }
.pipenb-tree li[aria-expanded="true"] > .line::before { content: "▾"; }
.pipenb-tree li:focus-visible > .line { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
.pipenb-tree .line:hover { background: var(--vscode-list-hoverBackground); }
.pipenb-tree .key { color: var(--vscode-debugTokenExpression-name, inherit); }
.pipenb-tree .string { color: var(--vscode-debugTokenExpression-string, inherit); }
.pipenb-tree .number, .pipenb-tree .date { color: var(--vscode-debugTokenExpression-number, inherit); }
.pipenb-tree .keyword { color: var(--vscode-debugTokenExpression-boolean, inherit); }
.pipenb-tree .error { color: var(--vscode-debugTokenExpression-error, var(--vscode-errorForeground)); }
.pipenb-tree .function, .pipenb-tree .note { color: var(--vscode-descriptionForeground); font-style: italic; }
`;

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
