/** Marks what this dashboard sent to itself, to prove that an address works. It changes nothing, whoever sets it. */
export const testEventHeader = "x-reelyard-test";
