import assert from "node:assert/strict";
import * as z from "zod";
import { kernelSpec } from "../../../../containers/hosts/container/kernel-spec.ts";
import type { KernelPlan } from "../../../../containers/hosts/container/kernel-spec.ts";
import { FrontMatterSchema } from "../../../../notebook/front-matter.ts";

const plan = (frontMatter: object, more: Partial<KernelPlan> = {}): KernelPlan => ({
  id: "0a",
  token: "t".repeat(48),
  start: {
    notebookPath: "/nb/daily.pipenb",
    frontMatter: FrontMatterSchema.parse({ pipenb: 1, ...frontMatter }),
  },
  image: "pipenb-environment:1",
  volume: "kernel",
  user: "1000:1000",
  mounts: [],
  labels: {},
  network: undefined,
  settings: { nodeImage: "node:24", proxy: {} },
  memory: 1_000_000,
  ...more,
});

describe("the specification of a kernel's container", () => {
  it("takes every right away and keeps what is read after the end", () => {
    const { restricted, init, autoRemove, user, publish } = kernelSpec(plan({}));
    assert.deepEqual(
      { restricted, init, autoRemove, user, publish: publish?.length },
      { restricted: true, init: true, autoRemove: false, user: "1000:1000", publish: 1 },
    );
  });

  it("listens on every address of the container, whose port is published on loopback", () => {
    const settings: unknown = JSON.parse(kernelSpec(plan({})).environment["PIPENB_KERNEL"] ?? "");
    const { host, cwd, modules, notebook } = z.record(z.string(), z.unknown()).parse(settings);
    assert.deepEqual([host, cwd, modules, notebook], ["0.0.0.0", "/app/work", "/app", "daily.pipenb"]);
  });

  it("may take what the front matter says, else most of the machine's memory and every processor", () => {
    const { memory, cpus } = kernelSpec(plan({ image: { memory: "2g", cpus: 1.5 } }));
    assert.deepEqual({ memory, cpus }, { memory: 2 * 1024 ** 3, cpus: 1.5 });
    const free = kernelSpec(plan({}));
    assert.ok((free.memory ?? 0) > 0);
    assert.equal(free.cpus, undefined);
  });

  it("lets the front matter set the environment, but not the kernel's settings", () => {
    const { environment } = kernelSpec(plan({ environment: { HOME: "/data", PIPENB_KERNEL: "mine" } }));
    assert.equal(environment["HOME"], "/data");
    assert.notEqual(environment["PIPENB_KERNEL"], "mine");
  });

  it("gives the machine's proxy in both spellings, and none for the notebook's services", () => {
    const settings = { nodeImage: "node:24", proxy: { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: ".corp" } };
    const { environment } = kernelSpec(plan({ services: { db: { image: "postgres:16" } } }, { settings }));
    assert.equal(environment["https_proxy"], "http://proxy:3128");
    assert.equal(environment["NO_PROXY"], ".corp,localhost,127.0.0.1,db");
    assert.equal(environment["no_proxy"], environment["NO_PROXY"]);
  });

  it("mounts the machine's certificates and has Node trust them", () => {
    const settings = { nodeImage: "node:24", proxy: {}, caBundle: "/etc/corp.pem" };
    const { environment, mounts } = kernelSpec(plan({}, { settings }));
    const mount = mounts.find(({ source }) => source === "/etc/corp.pem");
    assert.equal(mount?.readOnly, true);
    assert.equal(environment["NODE_EXTRA_CA_CERTS"], mount.target);
  });

  it("runs on the image's own Node where the volume's would not run", () => {
    assert.equal(kernelSpec(plan({})).command[0], "/opt/pipenb/bin/node");
    assert.equal(kernelSpec(plan({ image: { base: "alpine:3.20" } })).command[0], "node");
  });
});
