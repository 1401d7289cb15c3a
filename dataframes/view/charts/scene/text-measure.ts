/// <reference lib="dom" />
import { fontSize } from "./scene.ts";

/** Gives how wide texts are in this font. */
export function textMeasure(font: string): (text: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return (text) => text.length * fontSize * 0.6;
  context.font = `${fontSize}px ${font}`;
  return (text) => context.measureText(text).width;
}
