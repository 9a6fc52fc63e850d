/** Characters. What is typed and longer than this is no answer to any card, and nothing longer is compared. */
export const longestCompared = 600;
