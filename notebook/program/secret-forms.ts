/** The forms in which a secret may stand in what a program puts out. */

/** Shorter ones are parts of many words. */
const shortestSecret = 4;
/** Of base64, whose letters are those of words. */
const shortestEncoded = 8;

/** As it is, escaped for JSON, for URLs and in base64, also as a part of a longer text in it; the longest first, as one secret may hold another. */
export function secretForms(secrets: readonly string[]): readonly string[] {
  const forms = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      secret.replaceAll("/", "\\/"),
      encodeURIComponent(secret.toWellFormed()),
      ...base64Forms(secret),
    ]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** Three bytes are four letters, so what they are depends on how many bytes stand before; letters that others share are left out. */
function base64Forms(secret: string): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const letters = bytes
      .toString("base64")
      .slice(Math.ceil((before * 4) / 3), Math.floor((bytes.length * 4) / 3));
    if (letters.length < shortestEncoded) return [];
    return [letters, letters.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
