/**
 * What to write here in place of what people type by habit of another kernel, once a cell has failed because of it. Imports of a kind
 * that is not here are told by the error itself.
 */
import { denoRemedies } from "./deno-remedies.ts";

/** How the cell failed. */
interface Failed {
  readonly ename: string;
  readonly evalue: string;
}

type Remedy = (code: string, failed: Failed) => string | undefined;

/** One sentence; undefined where it failed for another reason, as far as its text shows. */
export function habitRemedy(code: string, failed: Failed): string | undefined {
  for (const remedy of remedies) {
    const found = remedy(code, failed);
    if (found !== undefined) return found;
  }
  return undefined;
}

const commandLine = (command: string): string =>
  `Write await $\`${command.trim()}\`: a cell has the shell as $.`;
const packages = "Name packages under image.npm in the front matter, and restart the kernel.";

const magics: Readonly<Record<string, string>> = {
  time: 'Write console.time("it"), and console.timeEnd("it") behind it.',
  timeit: 'Write console.time("it"), and console.timeEnd("it") behind it.',
  bash: "Write await $`…`: a cell has the shell as $.",
  sh: "Write await $`…`: a cell has the shell as $.",
  html: "Write display.html(`…`).",
  markdown: "Write display.markdown(`…`), or make it a Markdown cell.",
  cd: "Write process.chdir(folder).",
  pwd: "Write process.cwd().",
  env: 'Write process.env["NAME"].',
  pip: packages,
  npm: packages,
  run: 'Write import "./its-name.ts".',
};

const magic: Remedy = (code, { ename }) => {
  const [, signs = "", name = ""] = /^\s*(%%?)(\w+)/m.exec(code) ?? [];
  if (signs === "" || ename !== "SyntaxError") return undefined;
  const instead = Object.hasOwn(magics, name) ? ` ${magics[name] ?? ""}` : "";
  return `${signs}${name} is a magic of IPython, which is not here.${instead}`;
};

const help: Remedy = (code, { ename }) => {
  const [, behind, before] = /^\s*(?:\?+\s*([\w$.]+)|([\w$.]+)\?+)\s*$/.exec(code) ?? [];
  const name = behind ?? before;
  if (name === undefined || ename !== "SyntaxError") return undefined;
  return `Help about ${name} is there once a cell has given it a value.`;
};

/** Neither is any JavaScript that people mean: `!ls` is "not ls". */
const isCommand = (word: string, { ename, evalue }: Failed): boolean =>
  ename === "SyntaxError" || (ename === "ReferenceError" && evalue === `${word} is not defined`);

const shellEscape: Remedy = (code, failed) => {
  const [, command = "", word = ""] = /^\s*!\s*(([\w./-]+).*)$/m.exec(code) ?? [];
  if (command === "" || !isCommand(word, failed)) return undefined;
  return isInstall(command) ? packages : commandLine(command);
};

const isInstall = (command: string): boolean =>
  /^(?:npm|yarn|pnpm|bun|deno|pip3?|conda)\s+(?:i|install|add)\b/.test(command);

const commands =
  /^[ \t]*((ls|cd|pwd|cat|git|curl|wget|mkdir|rm|cp|mv|echo|grep|head|tail|docker|which|npm|npx|yarn|pnpm|bun|deno|pip3?|conda)(?:[ \t]+[-\w./~*@:^"'][^=;]*)?)$/m;

const bareCommand: Remedy = (code, failed) => {
  const [, command = "", word = ""] = commands.exec(code) ?? [];
  if (command === "" || !isCommand(word, failed)) return undefined;
  return isInstall(command) ? packages : commandLine(command);
};

const leave =
  "A console is left by Ctrl+D. process.exit() ends what runs the cells, and all variables are lost.";

const names: Readonly<Record<string, string>> = {
  exit: leave,
  quit: leave,
  print: "Write console.log(value), or the value alone in the last line.",
  exports: "Leave it out: what a cell declares is there in the cells below it.",
  module: "Leave it out: what a cell declares is there in the cells below it.",
  __dirname: "Write import.meta.dirname.",
  __filename: "Write import.meta.filename.",
  $$: "Write display(value), display.html(text) or display.image(bytes).",
};

const missingName: Remedy = (code, { ename, evalue }) => {
  const name = /^(\S+) is not defined$/.exec(evalue)?.[1];
  if (ename !== "ReferenceError" || name === undefined) return undefined;
  if (name === "require") {
    const asked = /\brequire\(\s*["'`]([^"'`]+)["'`]/.exec(code)?.[1] ?? "module";
    return `Write import name from "${asked}", or await import("${asked}").`;
  }
  return name === "Deno" ? denoRemedy(code) : Object.hasOwn(names, name) ? names[name] : undefined;
};

function denoRemedy(code: string): string | undefined {
  const path = /\bDeno\.([\w$]+(?:\.[\w$]+)*)/.exec(code)?.[1]?.split(".") ?? [];
  for (let length = path.length; length >= 0; length -= 1) {
    const remedy = denoRemedies.get(path.slice(0, length).join("."));
    if (remedy !== undefined) return remedy;
  }
  return undefined;
}

const remedies: readonly Remedy[] = [magic, help, shellEscape, bareCommand, missingName];
