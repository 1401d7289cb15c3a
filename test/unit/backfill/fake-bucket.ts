/** A store of objects in memory, and what a process sees of it that may be killed, or lose answers, at any request. */
import type { Bucket } from "../../../backfill/journal/objects/bucket.ts";
import { ObjectError } from "../../../pipeline/library/objects/object-error.ts";

/** Its lock is known to the whole machine, on which others may run the same tests. */
export const bucketAddress = `s3://bucket-of-${process.pid}/a.pipenb`;

export class FakeObjects {
  now = 0;
  /** Keys that were read. */
  reads = 0;
  readonly #objects = new Map<string, { readonly text: string; readonly written: number }>();

  get keys(): readonly string[] {
    return [...this.#objects.keys()].sort();
  }

  remove(key: string): void {
    this.#objects.delete(key);
  }

  textOf(key: string): string | undefined {
    return this.#objects.get(key)?.text;
  }

  /** `around` is called with each request, and lets it happen or not. */
  seenBy(
    around: <Answer>(request: () => Answer) => Promise<Answer> = (request) => Promise.resolve(request()),
  ): Bucket {
    const put = (key: string, text: string): void => {
      this.#objects.set(key, { text, written: this.now });
    };
    return {
      address: bucketAddress,
      create: (key, text) =>
        around(() => {
          if (this.#objects.has(key)) return false;
          put(key, text);
          return true;
        }),
      write: (key, text) =>
        around(() => {
          put(key, text);
        }),
      read: (key) =>
        around(() => {
          this.reads += 1;
          return this.textOf(key);
        }),
      list: (beginning, after = "") =>
        around(() => this.keys.filter((key) => key.startsWith(beginning) && key > after)),
      age: (key) =>
        around(() => {
          const object = this.#objects.get(key);
          return object && this.now - object.written;
        }),
      delete: (key) =>
        around(() => {
          this.remove(key);
        }),
    };
  }
}

/** Before the request was heard or afterwards. */
export function losing(random: () => number, share: number) {
  return async <Answer>(request: () => Answer): Promise<Answer> => {
    await Promise.resolve();
    const chance = random();
    const lost = new ObjectError("unreachable", "nothing came back");
    if (chance < share / 2) throw lost;
    const answer = request();
    if (chance < share) throw lost;
    return answer;
  };
}
