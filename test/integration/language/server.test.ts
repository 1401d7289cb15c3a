import assert from "node:assert/strict";
import { resolve } from "node:path";
import { LanguageServerError } from "../../../language/server/language-server-error.ts";
import { findNativeServer, nativeDialect } from "../../../language/server/native-server.ts";
import { openLanguageServer } from "../../../language/server/open-language-server.ts";
import { createStdioServer } from "../../../language/server/stdio-server.ts";
import { findTypeScript6, typescript6Dialect } from "../../../language/server/typescript6-server.ts";
import { languageServerContract } from "../../contracts/language-server.ts";

const log = (text: string): void => {
  process.stderr.write(text);
};

/** Of a file in language/server, to import it in another process. */
const imported = (file: string): string =>
  `await import(${JSON.stringify(resolve("language/server", file))})`;

describe("TypeScript 7's language server", function () {
  this.timeout(120_000);
  let program: string;

  before(async () => {
    program = (await findNativeServer("dist")) ?? assert.fail("its program is in the checkout");
  });

  languageServerContract(
    () => createStdioServer({ dialect: nativeDialect(program), log }),
    `async () => (${imported("open-language-server.ts")}).openLanguageServer({ shipped: "dist", log: console.error })`,
  );
});

describe("TypeScript 6's language server", function () {
  this.timeout(120_000);
  const found = findTypeScript6("dist") ?? assert.fail("it is in the checkout");

  languageServerContract(
    () => createStdioServer({ dialect: typescript6Dialect(found), log }),
    `async () => (${imported("stdio-server.ts")}).createStdioServer({
       dialect: (${imported("typescript6-server.ts")}).typescript6Dialect(${JSON.stringify(found)}),
       log: console.error,
     })`,
  );
});

describe("a language server that does not start", function () {
  this.timeout(300_000);

  const failing = (command: string, ...words: string[]): ReturnType<typeof nativeDialect> => ({
    ...nativeDialect(command),
    program: { command, arguments: words },
  });

  it("is given up after five tries, and says so once", async () => {
    const said: LanguageServerError[] = [];
    const server = createStdioServer({
      dialect: failing(process.execPath, "--eval", "process.exit(3)"),
      log,
      onGivenUp: (error) => said.push(error),
    });
    const codes: string[] = [];
    for (let tries = 0; tries < 7; tries += 1)
      await server.diagnose("file:///nowhere/nb.mts").catch((error: unknown) => {
        assert.ok(error instanceof LanguageServerError);
        codes.push(error.code);
      });
    assert.deepEqual(codes, [...Array<string>(4).fill("died"), ...Array<string>(3).fill("cannot-start")]);
    assert.equal(said.length, 1);
    assert.match(said[0]?.message ?? "", /Look at its log, then reload the window/);
    server.dispose();
  });

  it("says what is wrong when its program is not there", async () => {
    const server = createStdioServer({ dialect: failing("/nowhere/tsc"), log });
    await assert.rejects(server.diagnose("file:///nowhere/nb.mts"), /ENOENT/);
    server.dispose();
  });

  it("stops trying when it is closed", async () => {
    const server = createStdioServer({
      dialect: failing(process.execPath, "--eval", "setInterval(() => 0, 1000)"),
      log,
    });
    const asked = server.diagnose("file:///nowhere/nb.mts");
    server.dispose();
    await assert.rejects(asked, { code: "disposed" });
    await assert.rejects(server.diagnose("file:///nowhere/nb.mts"), { code: "disposed" });
  });

  it("is TypeScript 7's where its program runs", async () => {
    const server = await openLanguageServer({ shipped: "dist", log });
    server.notify("textDocument/didOpen", {
      textDocument: { uri: "file:///nowhere/nb.mts", languageId: "typescript", version: 1, text: "wrong;" },
    });
    assert.equal((await server.diagnose("file:///nowhere/nb.mts"))[0]?.code, 2304);
    assert.equal(server.capabilities?.diagnosticProvider === undefined, false);
    server.dispose();
  });
});
