import assert from "node:assert/strict";
import { composeText } from "../../../../pipeline/compose.ts";
import { exportReadme } from "../../../../pipeline/export-readme.ts";
import { dockerSize, limitOptions, limitsOf, moreMemory } from "../../../../containers/figures/limits.ts";
import { FrontMatterSchema } from "../../../../notebook/front-matter.ts";
import type { FrontMatter } from "../../../../notebook/front-matter.ts";

const frontMatter = (image: object): FrontMatter => FrontMatterSchema.parse({ pipenb: 1, image });

describe("the memory and processors of a notebook", () => {
  it("are read in the units that one writes", () => {
    const memory = (text: string): number | undefined => limitsOf(frontMatter({ memory: text })).memory;
    assert.equal(memory("512m"), 512 * 1024 ** 2);
    assert.equal(memory("4g"), 4 * 1024 ** 3);
    assert.equal(memory("4GB"), 4 * 1024 ** 3);
    assert.equal(memory("1.5 GiB"), 1.5 * 1024 ** 3);
    assert.deepEqual(limitsOf(frontMatter({})), {});
  });

  it("are refused with what is to be written instead", () => {
    const why = (image: object): string =>
      FrontMatterSchema.safeParse({ pipenb: 1, image })
        .error?.issues.map(({ message }) => message)
        .join() ?? "";
    assert.match(why({ memory: "4" }), /a unit, such as 512m or 4g/);
    assert.match(why({ memory: "much" }), /512m or 4g/);
    assert.match(why({ memory: "10m" }), /at least 64m/);
    assert.match(why({ memory: 4 }), /string/);
    assert.notEqual(why({ cpus: 0 }), "");
    assert.notEqual(why({ cpus: "2" }), "");
  });

  it("are the same for docker run, for compose and for the page of the export", () => {
    const limited = frontMatter({ memory: "1536m", cpus: 1.5 });
    assert.deepEqual(limitOptions(limitsOf(limited)), ["--memory", "1536m", "--cpus", "1.5"]);
    const compose = composeText(limited, "daily");
    assert.equal(compose.match(/mem_limit: "?1536m"?\n {4}cpus: 1\.5/g)?.length, 2);
    assert.doesNotMatch(composeText(frontMatter({}), "daily"), /mem_limit|cpus/);
    const page = exportReadme({
      name: "daily",
      title: "Daily",
      frontMatter: limited,
      parameters: [],
      version: "1",
    });
    assert.match(page, /docker run --rm --memory 1536m --cpus 1\.5 daily\n/);
    assert.match(page, /docker run --rm --memory 1536m --cpus 1\.5 --user/);
  });

  it("are written in the largest unit that keeps them whole", () => {
    assert.equal(dockerSize(2 * 1024 ** 3), "2g");
    assert.equal(dockerSize(1.5 * 1024 ** 3), "1536m");
    assert.equal(dockerSize(1_000_000_001), "1000000001b");
  });

  it("are named where memory has run out", () => {
    assert.match(moreMemory(frontMatter({})), /image\.memory/);
    assert.match(moreMemory(frontMatter({ memory: "4g" })), /image\.memory .*: it is 4g\./);
  });
});
