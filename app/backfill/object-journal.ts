/** A journal in S3, which is found and asked as `objects(…)` of the library does. */
import { ObjectJournal } from "../../backfill/journal/objects/object-journal.ts";
import { s3Bucket } from "../../backfill/journal/objects/s3-bucket.ts";
import { JournalError } from "../../backfill/journal/journal-error.ts";
import { ObjectError } from "../../pipeline/library/objects/object-error.ts";
import { settingsOf } from "../../pipeline/library/objects/s3-settings.ts";
import { findSecretIn } from "../../pipeline/library/secret.ts";
import { localSecrets } from "../../pipeline/result/secret-folders.ts";

interface JournalName {
  /** Its own below the store's address. */
  readonly name: string;
  /** Where `secrets/` is looked for. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export function openObjectJournal(store: string, { name, folder, env }: JournalName): ObjectJournal {
  if (!/^s3:\/\/[^/]/.test(store)) throw new JournalError({ code: "no-address", address: store });
  const address = `${store.replace(/\/$/, "")}/${name}`;
  const secrets = localSecrets(env, folder);
  try {
    return new ObjectJournal(
      s3Bucket(settingsOf(address, {}, env, (secret) => findSecretIn([secrets], secret))),
    );
  } catch (error) {
    if (error instanceof ObjectError && error.code === "no-credentials")
      throw new JournalError({ code: "no-key", address }, { cause: error });
    if (error instanceof TypeError) throw new JournalError({ code: "setting", said: error.message });
    throw error;
  }
}
