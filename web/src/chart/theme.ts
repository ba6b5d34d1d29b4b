import type { LayerName } from './layers.ts';
import type { PriceClass } from './price-classes.ts';

/** Colours of the drawing. They are told by the style sheet, so that there is one home for each theme. */
export interface ChartTheme {
  classes: Record<PriceClass, string>;
  layers: Record<LayerName, string>;
  ink: string;
  muted: string;
  line: string;
  accent: string;
  ground: string;
  font: string;
}

/** Reads the custom properties of the current theme. */
export function readTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  return {
    classes: {
      0: color('--price-0'),
      1: color('--price-1'),
      2: color('--price-2'),
      3: color('--price-3'),
    },
    layers: {
      energy: color('--layer-energy'),
      grid: color('--layer-grid'),
      tax: color('--layer-tax'),
      vat: color('--layer-vat'),
    },
    ink: color('--ink'),
    muted: color('--muted'),
    line: color('--line'),
    accent: color('--accent'),
    ground: color('--ground'),
    font: style.fontFamily,
  };
}

/** Calls back when the theme changes; returns what ends that. */
export function onThemeChange(changed: () => void): () => void {
  const query = matchMedia('(prefers-color-scheme: dark)');
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
