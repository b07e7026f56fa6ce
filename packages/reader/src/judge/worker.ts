import { parentPort, workerData } from "node:worker_threads";
import { type BatchJudge, batchJudgeOf } from "./batch-judge.js";
import { judgeBatch } from "./judge-batch.js";
import type { SinkModule } from "./sink.js";
import { importCatalogue } from "./threads.js";
import type { Request, Response, WorkerSetup, WorkerTask } from "./worker-protocol.js";

// One thread of the pool: judges the batches that it receives, one after the other.

const port = parentPort;
if (port === null) throw new Error("this module runs only as a worker thread");
const { source }: WorkerSetup = workerData;
const catalogue = await importCatalogue(source);
let judging: Promise<BatchJudge<unknown>> | undefined;
const waiting: Extract<Request, { readonly kind: "judge" }>[] = [];
let isWorking = false;
let goOn: (() => void) | undefined;

port.on("message", (request: Request) => {
  switch (request.kind) {
    case "begin":
      judging = begin(request.task);
      return;
    case "judge":
      waiting.push(request);
      if (!isWorking) void work();
      return;
    case "go-on":
      goOn?.();
      return;
    default:
      request satisfies never;
  }
});
post({ kind: "ready" }, []);

async function begin({ judging: how, sink: { module, name, options } }: WorkerTask): Promise<BatchJudge<unknown>> {
  const { [name]: createSink }: SinkModule = await import(module);
  if (createSink === undefined) throw new Error(`${module} does not export ${name}, which makes the sink`);
  return batchJudgeOf(catalogue, how, createSink(options, catalogue));
}

async function work(): Promise<void> {
  if (judging === undefined) throw new Error("a thread needs a task first");
  isWorking = true;
  const batchJudge = await judging;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { batch, origin } = next;
    const buffer = batch.kind === "lines" ? batch.parts[0]?.buffer : undefined;
    for await (const part of judgeBatch(batch, origin, batchJudge)) {
      if (part.end === undefined) {
        const taken = new Promise<void>((resolve) => {
          goOn = resolve;
        });
        post({ kind: "part", part, returned: undefined }, []);
        await taken;
      } else {
        // The buffer is returned for the next batch.
        const returned = buffer instanceof ArrayBuffer ? buffer : undefined;
        const { result, keys } = part.end;
        const own = [keys?.times.buffer, returned].filter((each) => each !== undefined);
        post({ kind: "part", part, returned }, [...(batchJudge.sink.buffersOf?.(result) ?? []), ...own]);
      }
    }
  }
  isWorking = false;
}

function post(response: Response, moved: readonly ArrayBuffer[]): void {
  port?.postMessage(response, moved);
}
