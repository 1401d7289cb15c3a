import assert from "node:assert/strict";
import { Command } from "commander";
import { allCommands } from "../../../cli/commands/all.ts";
import { Terminal } from "../../../cli/terminal/terminal.ts";

describe("commands", () => {
  for (const [name, add] of Object.entries(allCommands))
    it(`${name} is known by its name`, () => {
      const { stdout, stderr } = process;
      const program = new Command().enablePositionalOptions();
      add(program, {
        terminal: new Terminal({ stdout, stderr, env: {} }),
        env: {},
        exitWith: () => undefined,
      });
      assert.deepEqual(
        program.commands.map((command) => command.name()),
        [name],
      );
    });
});
