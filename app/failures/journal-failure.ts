/** Why the journal of a backfill cannot be read or written, in words, and what to do. */
import type { JournalFacts } from "../../backfill/journal/journal-error.ts";
import { processText } from "../backfill/holder-words.ts";
import type { FailureText } from "./failure-text.ts";

/** One reason in words. */
export function journalFailure(facts: JournalFacts): FailureText {
  switch (facts.code) {
    case "no-address":
      return {
        message: `${JSON.stringify(facts.address)} is no place for a journal.`,
        remedy: "Write s3://BUCKET/PREFIX, or nothing for a file beside the notebook.",
      };
    case "no-key":
      return {
        message: `There is no key to ask for the journal ${facts.address} with.`,
        remedy:
          "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or put them into secrets/aws_access_key_id and secrets/aws_secret_access_key beside the notebook.",
      };
    case "setting":
      return { message: facts.said };
    case "writes-over":
      return {
        message: `The store of ${facts.address} writes over objects that are there although it is asked not to (If-None-Match: *), so that two backfills at once could not be kept apart.`,
        remedy: "Take another store for the journal, or a newer version of this one.",
      };
    case "has-a-gap":
      return {
        message: `Line ${facts.line} of the journal ${facts.address} is not there, although later ones are. Somebody has removed objects of it, or a rule of the bucket has.`,
        remedy: "Put them back from a version or a copy of the bucket, or begin another journal elsewhere.",
      };
    case "other-runtime":
      return {
        message: `The journal says that ${JSON.stringify(facts.runtime)} has started its containers, which this pipenb does not know.`,
        remedy: "Take the version of pipenb that has begun the backfill.",
      };
    case "taken-over":
      return {
        message: `The journal is written by ${processText(facts)} now, as this one was not heard of for a while. What runs goes on, and is that one's to look after.`,
        remedy: "Nothing is lost: pipenb units shows how far it is.",
      };
  }
}
