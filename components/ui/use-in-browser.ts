"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * False in the server's picture of a page. What is large comes after its page: until its code is there it is better not
 * drawn than drawn deaf, losing what is typed or dropped into it.
 */
export const useInBrowser = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
