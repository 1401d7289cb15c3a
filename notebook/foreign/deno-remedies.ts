/** What stands here for what Deno's global has, by its path, in words. */

const files = 'from "node:fs/promises"';
const fromFiles = (call: string, name: string): string => `Write ${call}, with import { ${name} } ${files}.`;
const fromFilesSync = (call: string, name: string): string =>
  `Write ${call}, with import { ${name} } from "node:fs".`;
const displayed = "Write display(value); its handle's update(value) shows something else in the same place.";
const environment = 'Write process.env["NAME"]; what the pipeline needs to be given is better a parameter.';
const shell = "Write await $`command`: a cell has the shell as $.";
const streams = "Write process.stdout.write(text), or process.stdin to read.";

/** The longest path that fits counts; "" stands for everything else. */
export const denoRemedies: ReadonlyMap<string, string> = new Map([
  ["", "Use what Node has for it, or a package from npm."],
  ["jupyter", "Write display(value), display.html(text), display.markdown(text) or display.bundle(data)."],
  ["jupyter.display", displayed],
  ["jupyter.broadcast", displayed],
  ["jupyter.md", "Write display.markdown(text)."],
  ["jupyter.html", "Write display.html(text)."],
  ["jupyter.svg", "Write display.image(text)."],
  ["jupyter.image", "Write display.image(bytes), with readFileSync(path) for a file's."],
  ["jupyter.$display", 'Write Symbol.for("Jupyter.display").'],
  ["env", environment],
  ["env.get", environment],
  ["env.has", environment],
  ["env.set", 'Write process.env["NAME"] = value.'],
  ["env.delete", 'Write delete process.env["NAME"].'],
  ["env.toObject", "Write { ...process.env }."],
  [
    "args",
    'Declare what the pipeline is given in a `// %% [parameters]` cell, such as: const day: IsoDate = "2022-02-05";',
  ],
  ["cwd", "Write process.cwd()."],
  ["chdir", "Write process.chdir(folder)."],
  ["exit", "Write process.exit(code)."],
  ["pid", "Write process.pid."],
  ["memoryUsage", "Write process.memoryUsage()."],
  ["execPath", "Write process.execPath."],
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
  ["errors", 'Ask for the error\'s code, such as error.code === "ENOENT" where a file is not there.'],
  ["Command", shell],
  ["run", shell],
  ["stdout", streams],
  ["stderr", streams],
  ["stdin", streams],
  ["inspect", 'Write inspect(value), with import { inspect } from "node:util".'],
  ["version", "Write process.versions."],
  ["build", "Write process.platform or process.arch."],
  ["serve", 'Write createServer(answer).listen(port), with import { createServer } from "node:http".'],
  ["openKv", 'Keep it in a file, or in DatabaseSync of "node:sqlite".'],
  ["test", 'Write test(name, run), with import { test } from "node:test".'],
]);
