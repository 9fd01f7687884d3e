import { randomInt } from "node:crypto";
import net from "node:net";

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

/** The first of `count` neighbouring ports that nobody listens on. Below the range the system hands out itself. */
export async function findFreePorts(count: number): Promise<number> {
  for (;;) {
    const first = randomInt(15_000, 30_000);
    const free = await Promise.all(Array.from({ length: count }, (_, index) => canListen(first + index)));
    if (free.every(Boolean)) return first;
  }
}
