/** Markdown as HTML that holds nothing but text: HTML in it stays text, and links lead only where a link may lead. */
import { Marked } from "marked";
import { html } from "../html-text.ts";

/** Written out, so that nothing that looks like another scheme slips through. */
const allowedLink = /^(?:https?:|mailto:|#)/i;
const dataImage = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i;

const marked = new Marked({
  async: false,
  gfm: true,
  renderer: {
    html: ({ text }) => html(text),
    code: ({ text }) => `<pre><code>${html(text)}</code></pre>\n`,
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      return allowedLink.test(href) ? `<a href="${html(href)}" rel="noreferrer">${text}</a>` : text;
    },
    // A page that is one file has no pictures of other files.
    image: ({ href, text }) =>
      dataImage.test(href)
        ? `<img src="${html(href)}" alt="${html(text)}">`
        : `<span class="missing">${html(text === "" ? href : text)}</span>`,
  },
});

/** Headings stay below the page's own. */
export function markdownHtml(text: string): string {
  const page = marked.parse(text);
  if (typeof page !== "string") return html(text);
  return page.replaceAll(/<(\/?)h([1-6])>/g, (_, slash: string, level: string) => {
    return `<${slash}h${Math.min(6, Number(level) + 1)}>`;
  });
}
