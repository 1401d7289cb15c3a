/** What values of options are, as commander parses them. */
import { InvalidArgumentError } from "commander";

/** One of these words. */
export const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (text: string): Word => {
    const found = words.find((each) => each === text);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`Write one of ${words.join(", ")}.`);
  };

/** Each of an option that may be given several times. */
export const several = (text: string, before: readonly string[]): readonly string[] => [...before, text];

/** A number, so large at least. */
export const count =
  (least: number) =>
  (text: string): number => {
    if (/^\d{1,4}$/.test(text) && Number(text) >= least) return Number(text);
    throw new InvalidArgumentError(`Write a number, ${least} or more.`);
  };
