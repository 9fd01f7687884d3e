/** Of a password that somebody chooses, in characters. */
export const minPasswordLength = 12;
