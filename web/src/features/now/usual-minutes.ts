/** Length of the cheapest window of who has not chosen one. */
export const usualMinutes = 180;
