import type { Content } from "../content.ts";

/** What is known of an object without reading it. */
export interface ObjectInfo {
  readonly key: string;
  readonly bytes: number;
  /** When it was written last; S3 knows whole seconds. */
  readonly modified: Date;
}

/**
 * What S3 and a folder do each in their own way; keys are checked before.
 * @internal
 */
export interface ObjectStore {
  readonly address: string;
  /** How an error names an object. */
  addressOf(key: string): string;
  read(key: string): AsyncIterable<Uint8Array>;
  /** @param name what a temporary file is to be called */
  write(key: string, content: Content | ((temporaryPath: string) => unknown), name: string): Promise<void>;
  list(beginning: string): AsyncIterable<ObjectInfo>;
  stat(key: string): Promise<ObjectInfo | undefined>;
  delete(key: string): Promise<void>;
}
