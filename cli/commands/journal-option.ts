import { Option } from "commander";

/** `--journal`, `PIPENB_JOURNAL` */
export const journalOption = (): Option =>
  new Option(
    "--journal <address>",
    "where the journal is: s3://BUCKET/PREFIX; beside the notebook without it",
  ).env("PIPENB_JOURNAL");
