import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as z from "zod";

const ManifestSchema = z.object({
  contributes: z.object({
    commands: z.array(z.object({ command: z.string(), title: z.string(), category: z.string() })),
    menus: z.record(
      z.string(),
      z.array(z.object({ command: z.string(), group: z.string().optional(), when: z.string().optional() })),
    ),
  }),
});

const { commands, menus } = ManifestSchema.parse(
  JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")),
).contributes;

describe("the commands of the extension's manifest", () => {
  it("stand under one name in the palette, and no two of them look alike there", () => {
    assert.deepEqual([...new Set(commands.map(({ category }) => category))], ["pipenb"]);
    const hidden = new Set(
      menus["commandPalette"]?.filter(({ when }) => when === "false").map(({ command }) => command),
    );
    const titles = commands.filter(({ command }) => !hidden.has(command)).map(({ title }) => title);
    assert.deepEqual(titles, [...new Set(titles)]);
  });

  it("are declared where a menu shows them", () => {
    const declared = new Set(commands.map(({ command }) => command));
    const shown = Object.values(menus).flatMap((items) => items.map(({ command }) => command));
    assert.deepEqual(
      shown.filter((command) => !declared.has(command)),
      [],
    );
  });

  it("lie in the notebook's toolbar by what they are about", () => {
    const groups = (menus["notebook/toolbar"] ?? []).map(({ group = "" }) => group.replace(/@\d+$/, ""));
    assert.deepEqual(
      [...new Set(groups)],
      [
        "navigation/execute",
        "navigation/pipeline",
        "navigation/frontmatter",
        "1_pipeline",
        "2_kernel",
        "3_environment",
        "4_notebook",
        "5_help",
      ],
    );
  });
});
