import assert from "node:assert/strict";
import { readFrontMatter } from "../../../../notebook/format/read-front-matter.ts";

const problems = (yaml: string): readonly string[] =>
  readFrontMatter(`pipenb: 1\n${yaml}`, 1).problems.map(
    ({ line, message, remedy }) => `${line}: ${message} ${remedy ?? ""}`,
  );

describe("a schedule in the front matter", () => {
  it("has a time zone and a unit by itself", () => {
    const { frontMatter } = readFrontMatter(
      "pipenb: 1\nschedule: { cron: 30 6 * * *, start: 2022-01-01 }",
      1,
    );
    assert.deepEqual(frontMatter.schedule, {
      cron: "30 6 * * *",
      timezone: "UTC",
      unit: "previous-day",
      start: "2022-01-01",
    });
  });

  it("that cannot be is named with its line", () => {
    assert.match(problems("schedule:\n  cron: 0 25 * * *")[0] ?? "", /^3: `schedule\.cron` .*five fields/);
    assert.match(problems("schedule: { cron: 0 0 * * *, timezone: Nowhere }")[0] ?? "", /no such time zone/);
    assert.match(
      problems("schedule: { cron: 0 0 * * *, unit: previous-month, start: 2022-01-01 }")[0] ?? "",
      /`schedule\.start` .*no month/,
    );
    assert.match(problems("schedule: { cron: 0 0 * * *, unti: same-day }")[0] ?? "", /Did you mean `unit`/);
    assert.match(problems("retries: -1")[0] ?? "", /`retries`/);
    assert.match(problems("timeout: 2 hours")[0] ?? "", /`timeout` .*such as 90m or 2h/);
    assert.match(problems("timeout: 0m")[0] ?? "", /`timeout` .*between 1s and 20d/);
  });
});
