import assert from "node:assert/strict";
import { doctorReport, worstState } from "../../../../app/doctor/report.ts";

describe("what doctor says", () => {
  it("stands in columns, each remedy below its finding", () => {
    const text = doctorReport(
      [
        { about: "disk", state: "ok", says: "5 GB free" },
        { about: "engine", state: "warning", says: "none answers", remedy: "Start one." },
      ],
      (state) => state.toUpperCase(),
    );
    assert.equal(text, "OK       disk: 5 GB free\nWARNING  engine: none answers\n         Start one.\n");
  });

  it("is as bad as its worst finding", () => {
    assert.equal(worstState([]), "ok");
    assert.equal(
      worstState([
        { about: "a", state: "missing", says: "" },
        { about: "b", state: "warning", says: "" },
      ]),
      "missing",
    );
  });
});
