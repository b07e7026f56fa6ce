import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bound, requireInCi, temporaryFolder, until } from "@metric-events/test-support";

const verdaccio = resolve(".ci/registry/node_modules/verdaccio/bin/verdaccio");

/** Whether the private registry can be started: it is not among the dependencies, since it weighs 58 MB and only one test needs it. */
export const hasRegistry = requireInCi(
  existsSync(verdaccio),
  "no private registry; npm ci --prefix .ci/registry --ignore-scripts installs it",
);

export interface Registry {
  /** What tells npm to use the registry, and nothing else, with a cache of its own. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Starts a registry on loopback that asks no other one. Everyone may publish; npm wants a token all the same. */
export async function startRegistry(): Promise<Registry> {
  const folder = temporaryFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const config = {
    storage: join(folder, "storage"),
    auth: { htpasswd: { file: join(folder, "htpasswd") } },
    uplinks: {},
    packages: { "**": { access: "$all", publish: "$all" } },
    log: { type: "file", path: join(folder, "registry.log"), level: "warn" },
    web: { enable: false },
  };
  // JSON is YAML.
  writeFileSync(join(folder, "config.yaml"), JSON.stringify(config));
  const args = [verdaccio, "--config", join(folder, "config.yaml"), "--listen", `127.0.0.1:${port}`];
  const child = spawn(...bound(process.execPath, args), { stdio: "ignore", cwd: folder });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const userconfig = join(folder, "npmrc");
  const settings = [`registry=${url}`, `//127.0.0.1:${port}/:_authToken=any`, `cache=${join(folder, "cache")}`];
  writeFileSync(userconfig, [...settings, "audit=false", "fund=false", "update-notifier=false", ""].join("\n"));
  let isUp = false;
  const ask = async (): Promise<void> => {
    while (!isUp && child.exitCode === null) {
      isUp = await fetch(`${url}-/ping`).then(
        ({ ok }) => ok,
        () => false,
      );
      await sleep(20);
    }
  };
  void ask();
  await until("the registry answers or ends", () => isUp || child.exitCode !== null);
  if (!isUp) throw new Error(`the registry ended with ${child.exitCode}`);
  return {
    env: { npm_config_userconfig: userconfig },
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
