"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import type { ConnectionSummary } from "#lib/domain/connection.ts";
import { connectionsQuery } from "#lib/features/connections/client.ts";
import { needsAttention, toConnectionSign } from "./health-words.ts";
import { postTest } from "./test-connection.ts";
import { useConnection } from "./use-connection.ts";
import { useEngineAway } from "./use-engine-away.ts";

export interface ConnectionHealthProps {
  connection: ConnectionSummary;
  canManage: boolean;
}

/** One line when the account does not answer: why, and the way to try it again. Nothing while all is well. */
export function ConnectionHealth({ connection: first, canManage }: ConnectionHealthProps) {
  const connection = useConnection(first);
  const cache = useQueryClient();
  const [isTesting, setTesting] = useState(false);
  const isEngineAway = useEngineAway(connection.connectionId);
  if (isEngineAway || !needsAttention(connection)) return null;

  async function test() {
    setTesting(true);
    const outcome = await postTest(
      `/api/connections/${encodeURIComponent(connection.connectionId)}/test`,
      {},
    );
    await cache.invalidateQueries({ queryKey: connectionsQuery().queryKey });
    setTesting(false);
    if ("failure" in outcome) toast.error(outcome.failure.message);
  }
  const sign = toConnectionSign(connection);
  return (
    <Banner
      status={sign.status}
      action={
        canManage && (
          <Button variant="outline" size="sm" pending={isTesting} onClick={() => void test()}>
            Test again
          </Button>
        )
      }
    >
      <strong>{sign.word}.</strong> {connection.health.message}
    </Banner>
  );
}
