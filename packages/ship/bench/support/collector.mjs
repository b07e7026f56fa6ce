// Takes every request, and prints the port that it listens on.
import http from "node:http";

const server = http.createServer((request, response) => {
  request.on("end", () => response.end());
  request.resume();
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
