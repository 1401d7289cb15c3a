import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { jobOptions, scheduledScript } from "../../../deploy/slurm/scheduled-script.ts";
import { entryText, readEntries, withEntry } from "../../../deploy/slurm/scrontab.ts";
import type { ContainerSpec } from "../../../containers/engine/engine.ts";
import { mustBeSame } from "../../../deploy/deploy-error.ts";
import { showTheSame } from "../../../notebook/units/zone.ts";

const about = {
  source: "weather.pipenb",
  by: "ada@here",
  image: "registry.example.com/weather@sha256:2",
  schedule: { cron: "30 6 * * *", timezone: "UTC", unit: "previous-day" },
  folder: "/home/ada/.pipenb/weather.pipenb.schedule",
} as const;
const entry = (name: string, cron: string = about.schedule.cron): string =>
  entryText({
    name,
    about: { ...about, schedule: { ...about.schedule, cron } },
    options: ["--job-name=weather", "--ntasks=1"],
    command: "bash /home/ada/run.sh",
  });
const container: ContainerSpec = {
  image: "registry.example.com/weather@sha256:2",
  command: ["--country", "it's"],
  environment: {},
  labels: {},
  mounts: [],
  init: true,
  restricted: true,
  autoRemove: false,
  user: "1000:1000",
};
const others = "# Mine\n#SCRON --time=1\n0 5 * * * /usr/bin/true\n";

describe("entries of a scrontab", () => {
  it("stand among those of others, which stay as they are", () => {
    const one = withEntry(others, "weather", entry("weather"));
    assert.equal(one, others + entry("weather"));
    const two = withEntry(one, "orders", entry("orders"));
    const replaced = withEntry(two, "weather", entry("weather", "0 7 * * *"));
    assert.equal(replaced, others + entry("weather", "0 7 * * *") + entry("orders"));
    assert.equal(withEntry(replaced, "orders", undefined), others + entry("weather", "0 7 * * *"));
    assert.equal(withEntry(others, "weather", undefined), others);
    assert.equal(withEntry(entry("weather"), "weather", undefined), "");
  });

  it("say what they are of", () => {
    const text = others + entry("weather");
    assert.deepEqual(readEntries(text), [{ ...about, name: "weather", isPaused: false }]);
    const disabled = text.replaceAll(/^(#SCRON .*|30 6.*)$/gm, "#DISABLED: $1");
    assert.equal(readEntries(disabled)[0]?.isPaused, true);
    assert.deepEqual(readEntries(text.replace('"source"', '"sauce"')), []);
    assert.deepEqual(readEntries("# BEGIN pipenb weather\n"), []);
  });

  it("have a log in a folder whose name has a percent sign", () => {
    const options = jobOptions(container, "/home/ada/orders%3A1 a");
    assert.ok(options.includes("--output='/home/ada/orders%%3A1 a/slurm.log'"), options.join(" "));
  });

  it("run a script that a shell reads", () => {
    const script = scheduledScript({
      name: "weather",
      runtime: "podman",
      retries: 2,
      folder: "/home/ada's/.pipenb",
      container,
    });
    const { status, stderr } = spawnSync("bash", ["-n"], { input: script, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.match(script, /"\$image" --due "\$due" --country 'it'\\''s' >/);
    assert.match(script, /^cd '\/home\/ada'\\''s\/\.pipenb' \|\| exit 1$/m);
  });
});

describe("a schedule", () => {
  it("is not replaced by that of another pipeline of its name", () => {
    const there = { source: "weather.pipenb", by: "ada@here" };
    mustBeSame(undefined, { name: "weather", source: "other.pipenb" });
    mustBeSame(there, { name: "weather", source: "weather.pipenb" });
    assert.throws(
      () => {
        mustBeSame(there, { name: "weather", source: "other.pipenb" });
      },
      { code: "taken" },
    );
  });

  it("is the same in zones whose clocks show the same", () => {
    const from = new Date("2026-11-29T00:00:00Z");
    assert.equal(showTheSame("UTC", "Etc/UTC", from), true);
    assert.equal(showTheSame("Europe/Prague", "Europe/Berlin", from), true);
    assert.equal(showTheSame("UTC", "Europe/London", from), false);
  });
});
