import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueColorMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  type Panel as GrafanaPanel,
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { datasource } from './datasource.ts';
import type { Panel } from './types.ts';

/** A panel of ours as Grafana knows it. */
export function panelOf(panel: Panel): Builder<GrafanaPanel> {
  return { curve, number, table }[panel.kind](panel);
}

function curve(panel: Panel): Builder<GrafanaPanel> {
  const builder = common(new TimeseriesBuilder(), panel, 12)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
    .fillOpacity(8);
  if (!panel.limits) return builder;
  return builder.thresholdsStyle(
    new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed),
  );
}

const number = (panel: Panel): Builder<GrafanaPanel> =>
  common(new StatBuilder(), panel, 4)
    .height(4)
    .colorMode(panel.limits ? BigValueColorMode.Value : BigValueColorMode.None)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']));

const table = (panel: Panel): Builder<GrafanaPanel> =>
  common(new TableBuilder(), panel, 12).withTransformation({
    id: 'organize',
    options: { excludeByName: { Time: true, __name__: true } },
  });

type AnyBuilder = TimeseriesBuilder | StatBuilder | TableBuilder;

function common<B extends AnyBuilder>(builder: B, panel: Panel, usualWidth: number): B {
  builder
    .title(panel.title)
    .description(panel.description)
    .datasource(datasource)
    .unit(panel.unit)
    .span(panel.width ?? usualWidth)
    .height(8)
    .thresholds(thresholds(panel.limits))
    .targets(panel.queries.map((_query, index) => query(panel, index)));
  return builder;
}

function query({ kind, queries }: Panel, index: number): DataqueryBuilder {
  const { expr = '', legend = '' } = queries[index] ?? {};
  const builder = new DataqueryBuilder()
    .expr(expr)
    .legendFormat(legend)
    .refId(String.fromCharCode('A'.charCodeAt(0) + index));
  if (kind === 'table') return builder.instant().format(PromQueryFormat.Table);
  return kind === 'number' ? builder.instant() : builder.range();
}

function thresholds(limits: Panel['limits']): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(limits ? steps(limits) : [green]);
}

const green: Threshold = { value: null, color: 'green' };

/** Grafana's steps rise; the first, without a value, holds below all others. */
function steps({ warning, critical }: NonNullable<Panel['limits']>): Threshold[] {
  return warning <= critical
    ? [green, { value: warning, color: 'orange' }, { value: critical, color: 'red' }]
    : [
        { value: null, color: 'red' },
        { value: critical, color: 'orange' },
        { value: warning, color: 'green' },
      ];
}
