import assert from "node:assert/strict";
import { placeFinding } from "../../../../extension/verify/place-finding.ts";
import type { Finding } from "../../../../pipeline/proof/findings.ts";

const finding = (looked: readonly string[], paths: readonly string[] = []): Finding => ({
  about: "clock",
  sentence: "It differs.",
  cell: "stamp",
  looked,
  differences: paths.map((path) => ({ path, first: "1", second: "2" })),
  remedy: "Mend it.",
});
const text = `// When it was made.
  const made = new Date();
for (const name of readdirSync("in")) list.push(name);
writeFileSync("data/output/made.csv", text);
`;
const marked = (of: Finding): string => {
  const { line, from, to } = placeFinding(text, of);
  return (text.split("\n")[line] ?? "").slice(from, to);
};

describe("where a finding is shown in its cell", () => {
  it("is what the cell looked at", () => {
    assert.equal(marked(finding(["new Date()"], ["data/output/made.csv"])), "new Date");
    assert.equal(marked(finding(["readdirSync()"])), "readdirSync");
  });

  it("is else the file's name, else the first line of code", () => {
    assert.equal(
      marked(finding(["hostname()"], ["data/output/other.csv", "data/output/made.csv"])),
      "made.csv",
    );
    assert.equal(marked(finding([])), "const made = new Date();");
  });

  it("is in every text", () => {
    assert.deepEqual(placeFinding("", finding([])), { line: 0, from: 0, to: 0 });
    assert.deepEqual(placeFinding("// only", finding([])), { line: 0, from: 0, to: 7 });
  });
});
