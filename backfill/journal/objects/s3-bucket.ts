/** S3 as what keeps a journal, by the client of the library `pipenb`. */
import { ObjectError } from "../../../pipeline/library/objects/object-error.ts";
import { S3Client, type S3Request } from "../../../pipeline/library/objects/s3-client.ts";
import type { S3Settings } from "../../../pipeline/library/objects/s3-settings.ts";
import { listPageOf } from "../../../pipeline/library/objects/s3-xml.ts";
import { JournalError } from "../journal-error.ts";
import type { Bucket } from "./bucket.ts";

/** How often a write is tried again that others have disturbed. */
const mostConflicts = 5;

/** The objects below the settings' prefix. */
export function s3Bucket(settings: S3Settings): Bucket {
  const client = new S3Client(settings);
  const { prefix, address } = settings;
  const put = (key: string, text: string, headers: Readonly<Record<string, string>>): S3Request => ({
    method: "PUT",
    key: prefix + key,
    action: "s3:PutObject",
    body: Buffer.from(text),
    headers,
  });
  return {
    address,
    async create(key, text) {
      for (let conflicts = 0; ; conflicts += 1) {
        try {
          await client.askText(put(key, text, { "if-none-match": "*" }));
          return true;
        } catch (error) {
          if (!(error instanceof ObjectError)) throw error;
          if (error.s3Code === "PreconditionFailed") return false;
          if (error.s3Code === "NotImplemented")
            throw new JournalError({ code: "writes-over", address }, { cause: error });
          if (error.s3Code !== "ConditionalRequestConflict" || conflicts === mostConflicts) throw error;
        }
      }
    },
    async write(key, text) {
      await client.askText(put(key, text, {}));
    },
    read: (key) =>
      unlessMissing(() => client.askText({ method: "GET", key: prefix + key, action: "s3:GetObject" })),
    async list(beginning, after) {
      const keys: string[] = [];
      const start = after === undefined ? {} : { "start-after": prefix + after };
      for (let next: string | undefined, isFirst = true; isFirst || next !== undefined; isFirst = false) {
        const from = next === undefined ? start : { "continuation-token": next };
        const query = { "list-type": "2", "encoding-type": "url", prefix: prefix + beginning, ...from };
        const text = await client.askText({ method: "GET", key: "", action: "s3:ListBucket", query });
        const page = listPageOf(text);
        for (const { key } of page.objects) keys.push(key.slice(prefix.length));
        next = page.next;
      }
      return keys;
    },
    age: (key) =>
      unlessMissing(async () => {
        const request = { method: "HEAD", key: prefix + key, action: "s3:GetObject" } as const;
        const { headers, body } = await client.ask(request);
        body.resume();
        return Date.parse(headers.date ?? "") - Date.parse(headers["last-modified"] ?? "");
      }),
    async delete(key) {
      const request = { method: "DELETE", key: prefix + key, action: "s3:DeleteObject" } as const;
      await unlessMissing(() => client.askText(request));
    },
  };
}

async function unlessMissing<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ObjectError && error.code === "missing") return undefined;
    throw error;
  }
}
