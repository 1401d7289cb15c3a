import assert from "node:assert/strict";
import { attachConfiguration } from "../../../extension/debug/attach-configuration.ts";
import { CellPaths, cellPath, isCellPath } from "../../../extension/debug/cell-paths.ts";
import { fromAdapter, toAdapter } from "../../../extension/debug/rewrite-sources.ts";

const uri = "vscode-notebook-cell://localhost%3A8080/work/daily%20orders.pipenb#W1sZmlsZQ%3D%3D";
const cells = new CellPaths(() => [{ uri, label: "clean" }]);
const known = { path: uri, name: "clean", sourceReference: 0 };

describe("the path that a debugger knows a cell by", () => {
  it("holds nothing that a URL or a path would change, and nothing that a kernel refuses", () => {
    assert.match(cellPath(uri), /^\/pipenb-cells\/[0-9a-f]{12}\/W1sZmlsZQ\.ts$/);
    assert.match(cellPath("vscode-notebook-cell:/a/é ?%23.pipenb#W0%20x?y"), /^[\w./-]+$/);
  });

  it("is another one for each cell of each notebook", () => {
    const paths = ["/a.pipenb#W0", "/a.pipenb#W1", "/b.pipenb#W0", "/b.pipenb#W1"];
    assert.equal(new Set(paths.map((each) => cellPath(`vscode-notebook-cell:${each}`))).size, 4);
  });

  it("leads back to the cell, also of a notebook that was opened later", () => {
    const open: { uri: string; label: string }[] = [];
    const paths = new CellPaths(() => open);
    assert.equal(paths.cellAt(cellPath(uri)), undefined);
    open.push({ uri, label: "clean" });
    assert.deepEqual(paths.cellAt(cellPath(uri)), { uri, label: "clean" });
    open[0] = { uri, label: "renamed" };
    assert.equal(paths.cellAt(cellPath(uri))?.label, "renamed");
  });

  it("is no path of a file", () => {
    assert.equal(isCellPath("/work/daily.pipenb/W1.ts"), false);
    assert.equal(cells.cellAt("/work/prices.ts"), undefined);
  });
});

describe("what the editor and its debugger say of places", () => {
  it("names cells by paths to the debugger", () => {
    for (const command of ["setBreakpoints", "breakpointLocations", "gotoTargets", "source"]) {
      const request = { type: "request", seq: 1, command, arguments: { source: { path: uri, name: "x" } } };
      toAdapter(request);
      assert.equal(request.arguments.source.path, cellPath(uri));
    }
  });

  it("leaves files alone", () => {
    const request = { command: "setBreakpoints", arguments: { source: { path: "/work/prices.ts" } } };
    toAdapter(request);
    assert.deepEqual(request.arguments.source, { path: "/work/prices.ts" });
    const answer = {
      command: "stackTrace",
      body: { stackFrames: [{ source: { path: "/work/prices.ts", sourceReference: 7 } }] },
    };
    fromAdapter(answer, cells);
    assert.deepEqual(answer.body.stackFrames[0]?.source, { path: "/work/prices.ts", sourceReference: 7 });
  });

  it("names cells by their URIs to the editor, and lets it ask for no copy", () => {
    const source = (): object => ({ path: cellPath(uri), name: "W1.ts", sourceReference: 12 });
    const messages = {
      stackTrace: { body: { stackFrames: [{ source: source() }, { name: "native" }] } },
      scopes: { body: { scopes: [{ source: source() }] } },
      setBreakpoints: { body: { breakpoints: [{ verified: true, source: source() }] } },
      loadedSources: { body: { sources: [source()] } },
      loadedSource: { event: "loadedSource", body: { reason: "new", source: source() } },
      breakpoint: { event: "breakpoint", body: { reason: "changed", breakpoint: { source: source() } } },
      output: { event: "output", body: { output: "text", source: source() } },
    };
    for (const message of Object.values(messages)) fromAdapter(message, cells);
    assert.deepEqual(messages.stackTrace.body.stackFrames[0]?.source, known);
    assert.deepEqual(messages.scopes.body.scopes[0]?.source, known);
    assert.deepEqual(messages.setBreakpoints.body.breakpoints[0]?.source, known);
    assert.deepEqual(messages.loadedSources.body.sources[0], known);
    assert.deepEqual(messages.loadedSource.body.source, known);
    assert.deepEqual(messages.breakpoint.body.breakpoint.source, known);
    assert.deepEqual(messages.output.body.source, known);
  });

  it("leaves a cell that is gone to the debugger's copy", () => {
    const source = { path: cellPath(`${uri}x`), sourceReference: 12 };
    const answer = { body: { stackFrames: [{ source }] } };
    fromAdapter(answer, cells);
    assert.equal(source.sourceReference, 12);
  });

  it("lets pass what is no message", () => {
    for (const message of [undefined, null, 1, "text", {}, { body: null }, { arguments: { source: null } }]) {
      toAdapter(message);
      fromAdapter(message, cells);
    }
  });
});

describe("how the editor's debugger attaches", () => {
  const place = { notebook: uri, name: "daily.pipenb", url: "ws://127.0.0.1:1/inspector?ticket=t" };

  it("finds modules beside the notebook where the kernel has them", () => {
    const moved = attachConfiguration({ ...place, folder: { here: "/home/me", there: "/app/work" } });
    assert.deepEqual([moved["localRoot"], moved["remoteRoot"]], ["/home/me", "/app/work"]);
    const same = attachConfiguration({ ...place, folder: { here: "/home/me", there: "/home/me" } });
    assert.equal("localRoot" in same, false);
  });

  it("changes nothing in the kernel's environment and waits for source maps", () => {
    const configuration = attachConfiguration({ ...place, folder: { here: "/a", there: "/a" } });
    assert.equal(configuration["autoAttachChildProcesses"], false);
    assert.equal(configuration["pauseForSourceMap"], true);
  });
});
