import assert from "node:assert/strict";
import {
  hexOf,
  luminance,
  onDark,
  onLight,
  seriesOn,
  solid,
} from "../../../../../dataframes/view/charts/theme/palette.ts";
import type { Rgb } from "../../../../../dataframes/view/charts/theme/palette.ts";

/** What people see who lack one kind of cone: Machado, Oliveira and Fernandes 2009, in linear light. */
const visions: readonly (readonly number[])[] = [
  [1, 0, 0, 0, 1, 0, 0, 0, 1],
  [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
];
const rgb = (hex: string): Rgb => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return [red, green, blue];
};
const dot = (weights: readonly number[], values: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * (values[index] ?? 0), 0);

/** Björn Ottosson's OKLab, in which equal distances look alike. */
function seen(colour: Rgb, vision: readonly number[]): number[] {
  const light = colour.map((channel) => luminance([channel, channel, channel]));
  const through = [0, 3, 6].map((row) => Math.min(1, Math.max(0, dot(vision.slice(row, row + 3), light))));
  const cones = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ].map((row) => Math.cbrt(dot(row, through)));
  return [
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
  ].map((row) => dot(row, cones));
}

const contrast = (one: Rgb, other: Rgb): number => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((left, right) => right - left);
  return (light + 0.05) / (dark + 0.05);
};

describe("the colours of a chart", () => {
  for (const [name, colours, backgrounds] of [
    ["light", onLight, ["#ffffff"]],
    ["dark", onDark, ["#1f1f1f", "#000000"]],
  ] as const) {
    it(`stand out from ${name} backgrounds`, () => {
      for (const background of backgrounds)
        for (const colour of colours)
          assert.ok(contrast(rgb(colour), rgb(background)) >= 3, `${colour} on ${background}`);
    });

    it(`are told apart by all kinds of eyes on ${name} backgrounds`, () => {
      colours.forEach((one, index) => {
        for (const other of colours.slice(index + 1))
          for (const vision of visions) {
            const from = seen(rgb(one), vision);
            const distance = Math.hypot(
              ...seen(rgb(other), vision).map((part, place) => part - (from[place] ?? 0)),
            );
            assert.ok(distance > 0.07, `${one} and ${other}: ${distance}`);
          }
      });
    });
  }

  it("follow the background, and are solid", () => {
    assert.equal(seriesOn([255, 255, 255]), onLight);
    assert.equal(seriesOn([31, 31, 31]), onDark);
    assert.equal(hexOf(solid("rgba(255, 255, 255, 0.7)", [0, 0, 0])), "#b3b3b3");
    assert.equal(hexOf(solid("rgb(1, 2, 3)", [0, 0, 0])), "#010203");
    assert.equal(hexOf(solid("", [9, 9, 9])), "#090909");
  });
});
