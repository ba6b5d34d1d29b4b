import type { Judged } from './figures.ts';

const [width, height] = [900, 320];
const margin = { left: 56, right: 12, top: 30, bottom: 26 };
const daysShown = 14;
const hoursShown = daysShown * 24;

/** The last two weeks of a market as SVG: what came, what was forecast the day before, and the band. */
export function plotOf(market: string, { actual, price, p10, p90 }: Judged): string {
  const last = (series: Float64Array): number[] => [...series.subarray(-hoursShown)];
  const [came, said, low, high] = [last(actual), last(price), last(p10), last(p90)];
  const all = [...came, ...said, ...low, ...high];
  const [min, max] = [Math.floor(Math.min(...all) / 10) * 10, Math.ceil(Math.max(...all) / 10) * 10];
  const x = (hour: number): number =>
    margin.left + (hour / (came.length - 1)) * (width - margin.left - margin.right);
  const y = (value: number): number =>
    margin.top + ((max - value) / (max - min)) * (height - margin.top - margin.bottom);
  const line = (series: readonly number[]): string =>
    series.map((value, hour) => point(x(hour), y(value))).join(' ');
  const backwards = high.map((value, hour) => point(x(hour), y(value))).reverse();
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>Day-ahead prices of ${market}, the last ${daysShown} days of the test period</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${grid(min, max, y)}
<polygon points="${line(low)} ${backwards.join(' ')}" fill="#2f7d6b" fill-opacity="0.18"/>
<polyline points="${line(said)}" fill="none" stroke="#2f7d6b" stroke-width="1.8"/>
<polyline points="${line(came)}" fill="none" stroke="#1c2321" stroke-width="1.2"/>
<g fill="#1c2321"><text x="${margin.left}" y="18">${market}, EUR/MWh: price (black), forecast of the day before (green), 80 % band</text></g>
</svg>
`;
}

const point = (x: number, y: number): string => `${x.toFixed(1)},${y.toFixed(1)}`;

/** A line for each fifth of the range and for each midnight. */
function grid(min: number, max: number, y: (value: number) => number): string {
  const steps = [0, 1, 2, 3, 4, 5].map((step) => min + (step * (max - min)) / 5);
  const across = steps.map(
    (value) =>
      `<path d="M${margin.left} ${y(value).toFixed(1)}H${width - margin.right}" stroke="#e3e5e1"/>` +
      `<text x="${margin.left - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end" fill="#5c6662">${Math.round(value)}</text>`,
  );
  const days = Array.from({ length: daysShown }, (_, day) => {
    const at = margin.left + (day / daysShown) * (width - margin.left - margin.right);
    return `<path d="M${at.toFixed(1)} ${margin.top}V${height - margin.bottom}" stroke="#eef0ec"/>`;
  });
  return [...days, ...across].join('\n');
}
