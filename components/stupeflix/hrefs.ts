const of = (connectionId: string) => `/connections/${encodeURIComponent(connectionId)}`;

export const tasksHref = (connectionId: string): string => `${of(connectionId)}/tasks`;

export const taskHref = (connectionId: string, taskKey: string): string =>
  `${of(connectionId)}/tasks/${encodeURIComponent(taskKey)}`;

export const composeHref = (connectionId: string): string => `${of(connectionId)}/compose`;

/** The composer, filled in with what a task was asked. */
export const editHref = (connectionId: string, taskKey: string): string =>
  `${of(connectionId)}/compose?task=${encodeURIComponent(taskKey)}`;
