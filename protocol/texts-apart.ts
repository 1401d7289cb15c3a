/**
 * Long texts of displays beside the JSON: as JSON ten megabytes of HTML would be scanned for characters to escape, and scanned
 * again at the other end, which costs more than all copies on the way. A client that asks for it gets them as buffers of the message,
 * named by `metadata.pipenb.texts`; for every other client they stand in the content.
 */
import * as z from "zod";

/** What a client that puts them back adds to the query of its connection: `texts=apart`. */
export const textsApart = { parameter: "texts", value: "apart" } as const;

/** In UTF-16 units; what is shorter is not worth a part of its own. */
const shortestText = 64 * 1024;

const NamesSchema = z.object({ pipenb: z.object({ texts: z.array(z.string()) }) });
const ContentSchema = z.looseObject({ data: z.record(z.string(), z.unknown()) });

/** The MIME types whose texts are the message's buffers; undefined where they stand in the content. */
export const namesOfTexts = (metadata: unknown): readonly string[] | undefined =>
  NamesSchema.safeParse(metadata).data?.pipenb.texts;

/** Data by MIME type without its long texts, and those. */
export function takeTextsOut(data: Readonly<Record<string, unknown>>): {
  readonly data: Readonly<Record<string, unknown>>;
  readonly texts: readonly (readonly [name: string, text: string])[];
} {
  const texts = Object.entries(data).flatMap(([name, value]) =>
    typeof value === "string" && value.length >= shortestText && value.isWellFormed()
      ? [[name, value] as const]
      : [],
  );
  if (texts.length === 0) return { data, texts };
  // Each keeps its place: clients choose the first form they know.
  return { data: { ...data, ...Object.fromEntries(texts.map(([name]) => [name, ""])) }, texts };
}

/** The content with its texts where they belong; undefined where it has no data that they could belong to. */
export function putTextsBack(
  content: unknown,
  names: readonly string[],
  buffers: readonly Uint8Array[],
): object | undefined {
  const parsed = ContentSchema.safeParse(content).data;
  if (parsed === undefined) return undefined;
  const { data, ...rest } = parsed;
  const texts = names.map((name, index) => [name, textOf(buffers[index])] as const);
  return { ...rest, data: { ...data, ...Object.fromEntries(texts) } };
}

const textOf = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? "" : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
