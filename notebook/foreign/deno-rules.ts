/** What Deno's global has, by its path, and what stands for it here. */
import { denoDisplay, image, tag } from "./display-rewrites.ts";
import { assigned, calledAs, expression, renamed, wrapped, type Rule } from "./rewrites.ts";

const files = 'from "node:fs/promises"';
const fromFiles = (call: string, name: string): Rule => ({
  remedy: `Write ${call}, with import { ${name} } ${files}.`,
});
const fromFilesSync = (call: string, name: string): Rule => ({
  remedy: `Write ${call}, with import { ${name} } from "node:fs".`,
});
const displayed = "Write display(value); its handle's update(value) shows something else in the same place.";
const environment = 'Write process.env["NAME"]; what the pipeline needs to be given is better a parameter.';
const shell: Rule = { remedy: "Write await $`command`: a cell has the shell as $." };
const streams: Rule = { remedy: "Write process.stdout.write(text), or process.stdin to read." };

/** The longest path that fits counts; "" stands for everything else. */
export const denoRules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["", { remedy: "Use what Node has for it, or a package from npm." }],
  [
    "jupyter",
    { remedy: "Write display(value), display.html(text), display.markdown(text) or display.bundle(data)." },
  ],
  ["jupyter.display", { rewrite: denoDisplay, remedy: displayed }],
  ["jupyter.broadcast", { remedy: displayed }],
  ["jupyter.md", { rewrite: tag("text/markdown"), remedy: "Write display.markdown(text)." }],
  ["jupyter.html", { rewrite: tag("text/html"), remedy: "Write display.html(text)." }],
  ["jupyter.svg", { rewrite: tag("image/svg+xml"), remedy: "Write display.image(text)." }],
  [
    "jupyter.image",
    { rewrite: image, remedy: "Write display.image(bytes), with readFileSync(path) for a file's." },
  ],
  [
    "jupyter.$display",
    { rewrite: renamed('Symbol.for("Jupyter.display")'), remedy: 'Write Symbol.for("Jupyter.display").' },
  ],
  ["env", { remedy: environment }],
  ["env.get", { rewrite: wrapped("process.env[", "]"), remedy: environment }],
  ["env.has", { rewrite: wrapped("(process.env[", "] !== undefined)"), remedy: environment }],
  ["env.set", { rewrite: assigned("process.env"), remedy: 'Write process.env["NAME"] = value.' }],
  [
    "env.delete",
    {
      rewrite: wrapped("delete process.env[", "]", { statement: true }),
      remedy: 'Write delete process.env["NAME"].',
    },
  ],
  ["env.toObject", { rewrite: expression("({ ...process.env })"), remedy: "Write { ...process.env }." }],
  [
    "args",
    {
      remedy:
        'Declare what the pipeline is given in a `// %% [parameters]` cell, such as: const day: IsoDate = "2022-02-05";',
    },
  ],
  ["cwd", { rewrite: calledAs("process.cwd", 0), remedy: "Write process.cwd()." }],
  ["chdir", { rewrite: calledAs("process.chdir", 1), remedy: "Write process.chdir(folder)." }],
  ["exit", { rewrite: renamed("process.exit"), remedy: "Write process.exit(code)." }],
  ["pid", { rewrite: renamed("process.pid"), remedy: "Write process.pid." }],
  ["memoryUsage", { rewrite: renamed("process.memoryUsage"), remedy: "Write process.memoryUsage()." }],
  ["execPath", { rewrite: expression("process.execPath"), remedy: "Write process.execPath." }],
  ["readTextFile", fromFiles('await readFile(path, "utf8")', "readFile")],
  ["readTextFileSync", fromFilesSync('readFileSync(path, "utf8")', "readFileSync")],
  ["readFile", fromFiles("await readFile(path)", "readFile")],
  ["readFileSync", fromFilesSync("readFileSync(path)", "readFileSync")],
  ["writeTextFile", fromFiles("await writeFile(path, text)", "writeFile")],
  ["writeTextFileSync", fromFilesSync("writeFileSync(path, text)", "writeFileSync")],
  ["writeFile", fromFiles("await writeFile(path, bytes)", "writeFile")],
  ["writeFileSync", fromFilesSync("writeFileSync(path, bytes)", "writeFileSync")],
  ["readDir", fromFiles("await readdir(folder, { withFileTypes: true })", "readdir")],
  ["readDirSync", fromFilesSync("readdirSync(folder, { withFileTypes: true })", "readdirSync")],
  ["mkdir", fromFiles("await mkdir(folder, { recursive: true })", "mkdir")],
  ["mkdirSync", fromFilesSync("mkdirSync(folder, { recursive: true })", "mkdirSync")],
  ["remove", fromFiles("await rm(path, { recursive: true })", "rm")],
  ["removeSync", fromFilesSync("rmSync(path, { recursive: true })", "rmSync")],
  ["stat", fromFiles("await stat(path)", "stat")],
  ["copyFile", fromFiles("await copyFile(from, to)", "copyFile")],
  ["rename", fromFiles("await rename(from, to)", "rename")],
  ["makeTempDir", fromFiles('await mkdtemp("/tmp/name-")', "mkdtemp")],
  ["open", fromFiles("await open(path)", "open")],
  [
    "errors",
    { remedy: 'Ask for the error\'s code, such as error.code === "ENOENT" where a file is not there.' },
  ],
  ["Command", shell],
  ["run", shell],
  ["stdout", streams],
  ["stderr", streams],
  ["stdin", streams],
  ["inspect", { remedy: 'Write inspect(value), with import { inspect } from "node:util".' }],
  ["version", { remedy: "Write process.versions." }],
  ["build", { remedy: "Write process.platform or process.arch." }],
  [
    "serve",
    { remedy: 'Write createServer(answer).listen(port), with import { createServer } from "node:http".' },
  ],
  ["openKv", { remedy: 'Keep it in a file, or in DatabaseSync of "node:sqlite".' }],
  ["test", { remedy: 'Write test(name, run), with import { test } from "node:test".' }],
]);
