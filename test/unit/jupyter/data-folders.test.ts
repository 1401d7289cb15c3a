import assert from "node:assert/strict";
import {
  activePrefix,
  prefixFolder,
  runtimeFolder,
  systemFolder,
  userFolder,
} from "../../../jupyter/kernelspec/data-folders.ts";
import type { Machine } from "../../../jupyter/kernelspec/data-folders.ts";

const on = (platform: NodeJS.Platform, env: Machine["env"] = {}, home = "/home/ada"): Machine => ({
  platform,
  home,
  env,
});

describe("the folders in which Jupyter looks", () => {
  it("are those of this user", () => {
    assert.equal(userFolder(on("linux")), "/home/ada/.local/share/jupyter");
    assert.equal(userFolder(on("linux", { XDG_DATA_HOME: "/data" })), "/data/jupyter");
    assert.equal(userFolder(on("linux", { JUPYTER_DATA_DIR: "/j", XDG_DATA_HOME: "/data" })), "/j");
    assert.equal(userFolder(on("linux", { JUPYTER_DATA_DIR: "" })), "/home/ada/.local/share/jupyter");
    assert.equal(userFolder(on("darwin")), "/home/ada/Library/Jupyter");
    assert.equal(userFolder(on("win32", { APPDATA: "C:\\Roaming" })), "C:\\Roaming\\jupyter");
    assert.equal(userFolder(on("win32", {}, "C:\\ada")), "C:\\ada\\.jupyter\\data");
  });

  it("are those of a prefix and of all users", () => {
    assert.equal(prefixFolder(on("linux"), "/venv"), "/venv/share/jupyter");
    assert.equal(prefixFolder(on("win32"), "C:\\venv"), "C:\\venv\\share\\jupyter");
    assert.equal(systemFolder(on("linux")), "/usr/local/share/jupyter");
    assert.equal(systemFolder(on("win32")), "C:\\ProgramData\\jupyter");
  });

  it("hold connection files", () => {
    assert.equal(runtimeFolder(on("linux")), "/home/ada/.local/share/jupyter/runtime");
    assert.equal(runtimeFolder(on("linux", { JUPYTER_RUNTIME_DIR: "/run/j" })), "/run/j");
  });

  it("know the Python environment that is active", () => {
    assert.equal(activePrefix(on("linux")), undefined);
    assert.equal(activePrefix(on("linux", { CONDA_PREFIX: "/conda" })), "/conda");
    assert.equal(activePrefix(on("linux", { CONDA_PREFIX: "/conda", VIRTUAL_ENV: "/venv" })), "/venv");
  });
});
