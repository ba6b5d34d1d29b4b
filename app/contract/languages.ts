/** What the product speaks, in the web app and in its messages; English where nobody said. */
export const languages = ['en', 'de', 'sv', 'fr'] as const;
export type Language = (typeof languages)[number];
