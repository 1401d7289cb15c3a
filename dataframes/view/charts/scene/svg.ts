/** A scene as an SVG element, and as a file of its own. */
import { fontSize } from "./scene.ts";
import type { Scene, Shape } from "./scene.ts";

const namespace = "http://www.w3.org/2000/svg";

/** It carries its colours and fonts itself. @param label what it shows, in words */
export function svgOf(scene: Scene, font: string, label: string): SVGSVGElement {
  const svg = document.createElementNS(namespace, "svg");
  const attributes = {
    width: scene.width,
    height: scene.height,
    viewBox: `0 0 ${scene.width} ${scene.height}`,
    role: "img",
    "aria-label": label,
    "font-family": font,
    "font-size": fontSize,
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, String(value));
  svg.append(...scene.shapes.map(shapeElement));
  return svg;
}

/** Data comes in as text and attribute values only. */
export function shapeElement({ tag, attributes, text }: Shape): SVGElement {
  const made = document.createElementNS(namespace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/** The picture as a file that opens alone. */
export function svgFile(scene: Scene, font: string, label: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svgOf(scene, font, label))}\n`;
}

/** The same in pixels, twice as many as the screen's. */
export async function pngFile(scene: Scene, font: string, label: string): Promise<Uint8Array> {
  const scale = 2;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgFile(scene, font, label))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(scene.width * scale);
  canvas.height = Math.ceil(scene.height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
  if (blob === null) throw new Error("The page could not draw the picture. Save it as SVG instead.");
  return new Uint8Array(await blob.arrayBuffer());
}
