/** Text as it stands in HTML, between tags and in quoted attributes. */
export function html(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
