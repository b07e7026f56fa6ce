# As Python services do it: construct and validate with pydantic, open, append, close. Same protocol as contender.mjs.
import sys
import time
from typing import Optional

from pydantic import BaseModel, Field


class Event(BaseModel):
    timestamp: float = Field(ge=0)
    event: str


class RunnerStart(Event):
    event: str = "runner_start"
    flavor: str
    workflow: str
    repo: str
    github_event: str
    idle: float = Field(ge=0)
    queue_duration: Optional[float] = None


path = sys.argv[-1]
print("ready", flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    for index in range(int(line)):
        event = RunnerStart(
            timestamp=time.time(),
            flavor="large-arm64",
            workflow="CI / unit tests",
            repo="acme/widgets",
            github_event="pull_request",
            idle=300 + (index & 4095) / 16,
        )
        with open(path, mode="a", encoding="utf-8") as log:
            log.write(f"{event.json(exclude_none=True)}\n")
    print((time.perf_counter() - start) * 1e6, flush=True)
