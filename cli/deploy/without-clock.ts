import { CliError } from "../cli-error.ts";
import { isNotebook } from "../notebook/is-notebook.ts";
import { openNotebook } from "../notebook/open-notebook.ts";

/** Ends the command with 64: this engine starts nothing by the clock, and another machine's clock has to. */
export async function refuseWithoutClock(
  what: string | undefined,
  to: "docker" | "swarm",
  registry: string | undefined,
): Promise<never> {
  const subject = what ?? "NOTEBOOK";
  const schedule =
    what !== undefined && isNotebook(what)
      ? (await openNotebook(what)).notebook.frontMatter.schedule
      : undefined;
  const { cron = "30 6 * * *", timezone = "UTC" } = schedule ?? {};
  const words = [
    ...["pipenb", "backfill", subject, "--on", to],
    ...(to === "swarm" ? ["--registry", registry ?? "REGISTRY/NAME"] : []),
  ];
  const engine = to === "swarm" ? "A swarm" : "Docker";
  throw new CliError("usage", `${engine} starts nothing by the clock.`, {
    remedy: [
      "Let cron or a systemd timer of one machine do it, which runs each unit that is due and not done yet, from schedule.start of the",
      `front matter on. In a crontab, by the clock of ${timezone}: ${cron} cd ${process.cwd()} && ${words.join(" ")}`,
    ].join(" "),
  });
}
