const of = (connectionId: string) => `/connections/${encodeURIComponent(connectionId)}`;

export const tasksHref = (connectionId: string): string => `${of(connectionId)}/tasks`;

export const taskHref = (connectionId: string, taskKey: string): string =>
  `${of(connectionId)}/tasks/${encodeURIComponent(taskKey)}`;
