import { requireEngine } from "../../containers/engine/connect.ts";
import { splitReference } from "../../containers/engine/reference.ts";
import { replaceFile } from "../../containers/files/replace-file.ts";
import { ownBase } from "../../containers/images/base-kind.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { writeNotebook } from "../../notebook/format/write.ts";
import { CliError, exitCode } from "../cli-error.ts";
import { openNotebook } from "../notebook/open-notebook.ts";
import { pullImage } from "../run/pull-image.ts";
import { stoppable } from "../run/stoppable.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `pipenb pin`: writes what the base's name means today behind it, `NAME:TAG@sha256:…`; gives the exit code. */
export function pinBase(
  shown: string,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  return stoppable(terminal, async ({ signal }) => {
    const { path, text } = await openNotebook(shown);
    // As it is in the file, without what a run would add to it.
    const { notebook } = parseNotebook(text);
    const { frontMatter } = notebook;
    const [name = ""] = frontMatter.image.base.split("@");
    if (ownBase(name) !== undefined)
      throw new CliError("file", `${name} is made on each machine, so it has no digest that others know.`, {
        remedy: "Push it to your own registry and name it from there, with what is pinned.",
      });
    const engine = await requireEngine({ env, signal });
    const { repo, tag } = splitReference(name);
    const { digests } = await pullImage(engine, `${repo}:${tag}`, terminal, signal);
    const digest = digests.find((each) => each.startsWith(`${repo}@`))?.slice(repo.length + 1);
    if (digest === undefined)
      throw new CliError("file", `The engine does not say which digest ${name} has.`, {
        remedy: `Write it by hand behind the name: image.base: ${name}@sha256:…`,
      });
    const base = `${name}@${digest}`;
    if (base !== frontMatter.image.base) {
      const image = { ...frontMatter.image, base };
      await replaceFile(path, writeNotebook({ ...notebook, frontMatter: { ...frontMatter, image } }));
    }
    terminal.note(base === frontMatter.image.base ? `${shown} has it already.` : `${shown} is pinned.`);
    terminal.out(`${base}\n`);
    return exitCode.ok;
  });
}
