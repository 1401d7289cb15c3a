import assert from "node:assert/strict";
import { habitRemedy } from "../../../../notebook/foreign/habit-remedy.ts";

const syntax = { ename: "SyntaxError", evalue: "Expression expected" };
const missing = (name: string) => ({ ename: "ReferenceError", evalue: `${name} is not defined` });

describe("what is typed by habit of another kernel", () => {
  for (const [code, failed, expected] of [
    ["%time 1 + 1", syntax, /^%time is a magic of IPython.*console\.time/],
    ["%load_ext x", syntax, /^%load_ext is a magic of IPython, which is not here\.$/],
    ["%%bash\nls", syntax, /await \$`…`/],
    ["%%html\n<b>", syntax, /display\.html/],
    ["!ls -la", missing("ls"), /await \$`ls -la`/],
    ["!npm install ms", syntax, /image\.npm/],
    ["ls -la", missing("ls"), /await \$`ls -la`/],
    ["git status", syntax, /await \$`git status`/],
    ["npm install ms", syntax, /image\.npm/],
    ["?orders", syntax, /Help about orders/],
    ["orders?", syntax, /Help about orders/],
    ['const fs = require("fs");', missing("require"), /await import\("fs"\)/],
    ["exports.a = 1", missing("exports"), /cells below/],
    ["__dirname", missing("__dirname"), /import\.meta\.dirname/],
    ['await Deno.readTextFile("a")', missing("Deno"), /await readFile\(path, "utf8"\)/],
    ["Deno.env.nothing()", missing("Deno"), /process\.env/],
    ["Deno.whatever()", missing("Deno"), /what Node has/],
    ["exit", missing("exit"), /Ctrl\+D/],
    ["quit()", missing("quit"), /Ctrl\+D/],
    ["print(1)", missing("print"), /console\.log/],
    ['$$.html("a")', missing("$$"), /display\.html/],
  ] as const)
    it(`${JSON.stringify(code)} is told what to write`, () => {
      assert.match(String(habitRemedy(code, failed)), expected);
    });

  for (const [code, failed] of [
    ["!ready && start()", missing("start")],
    ["const a = 7 %\n b", missing("b")],
    ["a b", syntax],
    ["nothing", missing("nothing")],
    ["git = 1", missing("git")],
    ["ls.length", missing("ls")],
    ["const require = 1; x", missing("x")],
    ['import ms from "ms"', { ename: "Error", evalue: "Cannot find package 'ms'" }],
    ["%time", { ename: "Error", evalue: "of its own" }],
    ["toString", missing("toString")],
  ] as const)
    it(`${JSON.stringify(code)} failed for another reason`, () => {
      assert.equal(habitRemedy(code, failed), undefined);
    });
});
