/** Stands for the address of this dashboard's own inbox, which is a secret: the server puts it in and takes it out. */
export const inboxMark = "reelyard:inbox";
