import { html } from "../html-text.ts";

/** A secret as JSON, HTML, URLs and base64 have it. */
export function inAllForms(secret: string): readonly string[] {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  const base64 = Buffer.from(secret).toString("base64");
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    html(secret),
    secret.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign),
    encodeURIComponent(secret.toWellFormed()),
    base64,
    base64.replace(/=+$/, ""),
  ];
  return [...new Set(forms)];
}
