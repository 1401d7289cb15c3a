import assert from "node:assert/strict";
import { Terminal } from "../../../cli/terminal/terminal.ts";
import { FakeOutput } from "../../support/fake-output.ts";

function terminalOn(isTTY: boolean, env: Record<string, string> = {}) {
  const stdout = new FakeOutput(isTTY);
  const stderr = new FakeOutput(isTTY);
  return { stdout, stderr, terminal: new Terminal({ stdout, stderr, env }) };
}

describe("the terminal", () => {
  it("writes plain lines where nobody looks", () => {
    const { stdout, stderr, terminal } = terminalOn(false);
    terminal.status("building");
    terminal.status("building");
    terminal.detail("a line of npm");
    terminal.out("result\n");
    terminal.note(terminal.colors.green("done"));
    assert.equal(stdout.text, "result\n");
    assert.equal(stderr.text, "building\ndone\n");
  });

  it("rewrites one status line on a terminal and takes it away before a result", () => {
    const { stdout, stderr, terminal } = terminalOn(true);
    terminal.status("a status that is much too long for the forty columns there are");
    assert.match(stderr.text, /^\r\u001b\[K.*a status that is much too long for th$/u);
    terminal.out("result\n");
    assert.ok(stderr.text.endsWith("\r\u001b[K"));
    assert.equal(stdout.text, "result\n");
  });

  it("rewrites a board of lines on a terminal, and has none elsewhere", () => {
    const { stderr, terminal } = terminalOn(true, { NO_COLOR: "1" });
    let running = "▸";
    const drawn = (): string => stderr.text.slice(stderr.text.lastIndexOf("\r"));
    assert.equal(
      terminal.board(() => ["head", `2022-01 ${running}`, "1 of 2"]),
      true,
    );
    assert.match(drawn(), /^\r\u001b\[Khead\n2022-01 ▸\n. 1 of 2$/u);
    running = "✓ and what is too long for the forty columns";
    terminal.board(() => [`2022-01 ${running}`, "2 of 2"]);
    assert.match(drawn(), /^\r\u001b\[2A\u001b\[J2022-01 ✓ and what is too long for th\n. 2 of 2$/u);
    terminal.note("a note");
    assert.ok(stderr.text.endsWith("\r\u001b[1A\u001b[Ja note\n"), "in its place");
    const elsewhere = terminalOn(false);
    assert.equal(
      elsewhere.terminal.board(() => ["head"]),
      false,
    );
    assert.equal(elsewhere.stderr.text, "");
  });

  it("starts a line of its own after half a line of a cell", () => {
    const { stdout, stderr, terminal } = terminalOn(true, { NO_COLOR: "1" });
    terminal.out("half");
    terminal.note("done");
    assert.equal(stdout.text, "half");
    assert.equal(stderr.text, "\ndone\n");
  });

  it("uses colours on a terminal, unless NO_COLOR says otherwise", () => {
    assert.notEqual(terminalOn(true).terminal.colors.red("x"), "x");
    assert.equal(terminalOn(true, { NO_COLOR: "1" }).terminal.colors.red("x"), "x");
    assert.equal(terminalOn(false).terminal.colors.red("x"), "x");
    assert.notEqual(terminalOn(false, { FORCE_COLOR: "1" }).terminal.colors.red("x"), "x");
  });

  it("keeps to failures when it is to be quiet", () => {
    const { stderr, terminal } = terminalOn(false);
    terminal.quiet = true;
    terminal.status("building");
    terminal.note("done");
    terminal.complain("failed");
    assert.equal(stderr.text, "failed\n");
  });

  it("says that its reader went away instead of crashing", () => {
    const { stdout, terminal } = terminalOn(false);
    assert.equal(terminal.gone.aborted, false);
    stdout.breakPipe();
    assert.equal(terminal.gone.aborted, true);
  });

  it("writes JSON lines only when asked", () => {
    const { stdout, terminal } = terminalOn(false);
    terminal.event({ type: "a" });
    terminal.json = true;
    terminal.event({ type: "b" });
    assert.equal(stdout.text, '{"type":"b"}\n');
  });
});
