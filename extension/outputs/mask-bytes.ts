/** Takes secrets out of outputs before they are kept. Pure. */
import { secretForms } from "../../notebook/program/secret-forms.ts";

const shortestLine = 8;
const mask = Buffer.from("********");

/** The forms in which secrets may stand in outputs: as they are, each line of long ones, and escaped for JSON, HTML and URLs and in base64. */
export function needlesOf(secrets: readonly string[]): readonly Buffer[] {
  const texts = secrets.flatMap((secret) => {
    const whole = secret.trim();
    const lines = whole.split(/\r?\n/).map((line) => line.trim());
    return [whole, ...lines.filter((line) => line.length >= shortestLine)];
  });
  return secretForms([...texts, ...texts.map(asHtml)]).map((form) => Buffer.from(form));
}

/** The same bytes with every secret covered; where lengths must not change, by as many asterisks. */
export function maskBytes(bytes: Uint8Array, needles: readonly Buffer[], keepLength: boolean): Uint8Array {
  let masked = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const needle of needles) masked = covered(masked, needle, keepLength);
  return masked;
}

function covered(bytes: Buffer, needle: Buffer, keepLength: boolean): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, from)) {
    parts.push(bytes.subarray(from, at), keepLength ? Buffer.alloc(needle.length, "*") : mask);
    from = at + needle.length;
  }
  return parts.length === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(from)]);
}

function asHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
