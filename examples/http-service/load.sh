#!/bin/sh
# Starts the service, sends it 2,000 requests, 20 at a time, and ends it as an orchestrator does: by SIGTERM.
set -eu
# The shell that starts the service may come to creating it only after the first look.
: > server.log
PORT=${PORT:-3000} node dist/server.js > server.log &
server=$!
until grep -q listening server.log; do kill -0 "$server"; sleep 0.1; done
node --input-type=module -e '
  const url = process.argv[1];
  let left = 2000;
  const client = async () => {
    while (left-- > 0) await (await fetch(`${url}/orders/${left}`)).text();
  };
  await Promise.all(Array.from({ length: 20 }, client));
' "$(sed "s/listening at //" server.log)"
kill "$server"
wait "$server"
