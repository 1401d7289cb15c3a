import assert from "node:assert/strict";
import { isCaught, parseScript } from "../../../kernel/debugger/is-caught.ts";

/** Whether what is thrown at the mark `▸` is caught. */
function caughtAt(text: string): boolean {
  const before = text.slice(0, text.indexOf("▸"));
  const program = parseScript(text.replace("▸", ""));
  assert.ok(program !== undefined);
  const lines = before.split("\n");
  return isCaught(program, lines.length - 1, lines.at(-1)?.length ?? 0);
}

describe("who catches what is thrown at a place", () => {
  it("is a try around it in the same function", () => {
    assert.equal(caughtAt("try {\n  ▸f();\n} catch {}"), true);
    assert.equal(caughtAt("try { if (a) { await ▸f(); } } catch (e) { g(e); }"), true);
    assert.equal(caughtAt("▸f();\ntry { g(); } catch {}"), false);
  });

  it("is not its own handler, nor a try without one", () => {
    assert.equal(caughtAt("try { f(); } catch { ▸g(); }"), false);
    assert.equal(caughtAt("try { f(); } catch {} finally { ▸g(); }"), false);
    assert.equal(caughtAt("try { ▸f(); } finally { g(); }"), false);
  });

  it("is not a try around the function: that is for another place of the stack", () => {
    assert.equal(caughtAt("try { h = () => { ▸f(); }; } catch {}"), false);
    assert.equal(caughtAt("try { h = () => { try { ▸f(); } catch {} }; } finally { }"), true);
  });

  it("is who handles the promise made there", () => {
    assert.equal(caughtAt("await ▸f().catch(() => 0)"), true);
    assert.equal(caughtAt("▸f().then(g).catch(h)"), true);
    assert.equal(caughtAt("▸f().then(g, h)"), true);
    assert.equal(caughtAt("▸f().then(g)"), false);
    assert.equal(caughtAt("p.catch(▸f())"), false);
  });

  it("is told of modules, CommonJS and cells alike", () => {
    assert.equal(caughtAt("import a from 'a';\ntry { ▸a(); } catch {}"), true);
    assert.equal(caughtAt("with (a) { try { ▸f(); } catch {} }"), true);
    assert.equal(parseScript("let = = 1"), undefined);
  });
});
