/** What a journal needs of a store of objects. Keys are below the journal's own address. */
export interface Bucket {
  /** `s3://BUCKET/KEY` */
  readonly address: string;
  /** Writes an object where there is none of the key; false where there is one, which stays. */
  create(key: string, text: string): Promise<boolean>;
  /** In the place of what is there. */
  write(key: string, text: string): Promise<void>;
  /** undefined where there is none. */
  read(key: string): Promise<string | undefined>;
  /** Keys with that beginning behind another one, in their order. */
  list(beginning: string, after?: string): Promise<readonly string[]>;
  /** Milliseconds since it was written, by the store's own clock; undefined where there is none. */
  age(key: string): Promise<number | undefined>;
  delete(key: string): Promise<void>;
}
