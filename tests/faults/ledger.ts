import { dashboardFaults } from "./ledger/dashboard.ts";
import type { Fault } from "./ledger/fault.ts";
import { providersFaults } from "./ledger/providers.ts";
import { securityFaults } from "./ledger/security.ts";
import { tasksFaults } from "./ledger/tasks.ts";
import { uploadsFaults } from "./ledger/uploads.ts";
import { webhooksInFaults } from "./ledger/webhooks-in.ts";

/** The faults that the issues demand of the list in `docs/faults.md`, and the tests that show them. */
export const ledger: readonly Fault[] = [
  ...uploadsFaults,
  ...tasksFaults,
  ...webhooksInFaults,
  ...providersFaults,
  ...dashboardFaults,
  ...securityFaults,
];
