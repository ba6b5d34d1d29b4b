/** What messages are made of in one language. Prices, times and spans come in as texts. */
export interface Words {
  /** Of numbers, times and days. */
  locale: string;
  /** From when to when, or until when it lasts that has begun. */
  fromTo(start: string, end: string): string;
  until(end: string): string;
  /** Behind a zone and a day. */
  span(zone: string, day: string, start: string, end: string): string;
  /** What is told of a span, or of a day. */
  of(span: string, facts: string): string;
  average(price: string): string;
  range(lowest: string, highest: string): string;
  below(price: string, when: string): string;
  above(price: string, when: string): string;
  negative(when: string): string;
  tomorrow: string;
  cheapest(when: string): string;
  simulated: string;
  test: { title: string; text(zone: string): string };
  /** Before the address of the page with the alerts of the household. */
  yours: string;
}
