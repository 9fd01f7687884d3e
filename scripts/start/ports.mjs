import net from "node:net";
import { StartError } from "./start-error.mjs";

const engineProtocols = ["Ziggeo", "Telestream", "Stupeflix", "api.video"];

/**
 * Says which of our ports cannot be had before anything is started on the others. The processes still handle it
 * themselves: a port can be taken between this look and theirs.
 * @param {{ port: number, enginePort: number, host: string }} env
 */
export async function requirePorts({ port, enginePort, host }) {
  const wanted = [
    { number: port, what: "the dashboard (PORT)" },
    { number: enginePort, what: "the engine (ENGINE_PORT)" },
    ...engineProtocols.map((protocol, index) => ({
      number: enginePort + 1 + index,
      what: `the engine's ${protocol} protocol (ENGINE_PORT + ${index + 1})`,
    })),
  ];
  const tooHigh = wanted.find(({ number }) => number > 65_535);
  if (tooHigh)
    throw new StartError(`There is no port ${tooHigh.number} for ${tooHigh.what}. Set a lower ENGINE_PORT.`);
  const twice = wanted.find((one, index) => wanted.findIndex((other) => other.number === one.number) < index);
  if (twice)
    throw new StartError(`Port ${twice.number} is asked for twice. Set PORT or ENGINE_PORT differently.`);
  for (const { number, what } of wanted) await requirePort(number, host, what);
}

function requirePort(number, host, what) {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (error) => reject(new StartError(explain(error, number, host, what))));
    probe.listen(number, host, () => probe.close(() => resolve()));
  });
}

function explain(error, number, host, what) {
  if (error.code === "EADDRINUSE") {
    return `Port ${number} for ${what} is already in use on ${host}. Stop what listens there, or choose another.`;
  }
  if (error.code === "EACCES") return `Port ${number} for ${what} needs rights this user does not have.`;
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    return `HOST=${host} is not an address of this machine.`;
  }
  return `Port ${number} for ${what} cannot be opened on ${host}: ${error.message}.`;
}
