/** Makes an element of a drawing; its text can only ever be text. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

const icons = {
  funnel: "M2 3h12l-4.6 5.6V13l-2.8-1.6V8.600z",
  ascending: "M8 3.500 13 10.500H3z",
  descending: "M8 12.500 3 5.500h10z",
} as const;

/** A small picture in the colour of the text around it. */
export function icon(name: keyof typeof icons): SVGSVGElement {
  return svg(
    "svg",
    { class: `icon ${name}`, viewBox: "0 0 16 16", "aria-hidden": "true" },
    svg("path", { d: icons[name] }),
  );
}
