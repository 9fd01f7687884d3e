import type { Factory } from "../../db/schema/telestream-factory.ts";
import { badRequest } from "./problems.ts";
import { readBoolean, readInteger } from "./setting-values.ts";

/**
 * Documented details of a factory that are kept and told: they are about buckets and queues this engine does not
 * have. The bucket's keys (`aws_access_key`, `aws_secret_key`) are accepted and not kept, since nothing uses them.
 */
const readers: Readonly<Record<string, (name: string, text: string) => string | number | boolean>> = {
  s3_private_access: readBoolean,
  server_side_encryption: readBoolean,
  priority: readPriority,
  outputs_path_format: (_name, text) => text.slice(0, 255),
  acl: (_name, text) => text.slice(0, 255),
};

/** The details among a request's parameters; what no document names is left out. */
export function readFactoryDetails(parameters: ReadonlyMap<string, string>): Factory["details"] {
  return Object.fromEntries(
    [...parameters].flatMap(([name, text]) => {
      const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
      return read ? [[name, read(name, text)]] : [];
    }),
  );
}

function readPriority(name: string, text: string): number {
  const priority = readInteger(name, text);
  if (priority < 2 || priority > 200) throw badRequest("priority must be a number from 2 to 200");
  return priority;
}
