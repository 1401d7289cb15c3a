import assert from "node:assert/strict";
import { foldersToRemove } from "../../../../containers/types/types-cache.ts";

const day = 24 * 60 * 60 * 1000;
const now = 1000 * day;
const used = (daysAgo: number): { folder: string; used: number } => ({
  folder: `${daysAgo} days`,
  used: now - daysAgo * day,
});

describe("of the types of images", () => {
  it("those that nobody used for thirty days are removed", () => {
    assert.deepEqual(foldersToRemove([used(31), used(2), used(29), used(400)], now), ["31 days", "400 days"]);
  });

  it("twenty are kept, those used last", () => {
    const folders = Array.from({ length: 23 }, (_, index) => used(index + 2));
    assert.deepEqual(foldersToRemove(folders, now), ["22 days", "23 days", "24 days"]);
  });

  it("none goes that was used within a day, however many there are", () => {
    const folders = Array.from({ length: 50 }, (_, index) => ({ folder: String(index), used: now - index }));
    assert.deepEqual(foldersToRemove(folders, now), []);
  });
});
