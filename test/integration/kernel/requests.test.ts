/** Every request of the table, asked of a real kernel: what it answers is what the table says. */
import assert from "node:assert/strict";
import { requests, type RequestSent, type RequestType } from "../../../protocol/requests.ts";
import { startTestKernel, type TestKernel } from "../../support/kernel-process.ts";

const samples: { readonly [Type in RequestType]: RequestSent<Type> } = {
  kernel_info_request: {},
  complete_request: { code: "answ", cursor_pos: 4 },
  inspect_request: { code: "answer", cursor_pos: 6 },
  is_complete_request: { code: "const a = {" },
  history_request: {},
  comm_info_request: {},
  interrupt_request: {},
  pipenb_variables_request: {},
  pipenb_cells_request: {},
  pipenb_knowledge_request: { about: "value", expression: "answer" },
  pipenb_debugger_request: {},
  pipenb_program_request: { arguments: ["2022-02-05"] },
  pipenb_signal_request: { signal: "SIGINT" },
  pipenb_open_request: {},
  pipenb_finish_request: { exit_code: 3 },
  shutdown_request: { restart: true },
};

describe("the requests of the table", function () {
  this.timeout(120_000);
  let kernel: TestKernel;
  before(async () => {
    kernel = await startTestKernel();
    assert.equal((await kernel.run("const answer = 42;")).trace, "");
  });
  after(() => kernel.stop());

  it("are all tried here", () => {
    assert.deepEqual(Object.keys(samples).toSorted(), Object.keys(requests).toSorted());
  });

  const ask = (type: RequestType): Promise<unknown> => kernel.client.ask(type, samples[type]);

  for (const type of Object.keys(samples) as RequestType[])
    // SAFETY: its keys are the types, see above
    it(`are answered as it says: ${type}`, async () => {
      const reply = await ask(type);
      assert.ok(typeof reply === "object" && reply !== null && "status" in reply);
    });

  it("are refused with the reason where they say something else", async () => {
    // @ts-expect-error it takes a number
    await assert.rejects(kernel.client.ask("complete_request", { code: "a", cursor_pos: "1" }), /cursor_pos/);
    // @ts-expect-error no such request
    await assert.rejects(async () => kernel.client.ask("nonsense_request", {}));
  });
});
