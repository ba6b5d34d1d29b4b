import { metrics as names } from '@eo/app/contract/metrics.ts';
import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  type Dashboard as GrafanaDashboard,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { config } from '../config.ts';
import { datasource } from './datasource.ts';
import { panelOf } from './panel.ts';
import type { Dashboard } from './types.ts';
import { variable } from './variables.ts';

/** By this tag dashboards find each other. */
const tag = 'electricity-optimizer';

/** A dashboard as Grafana 10.3 reads it (schema 36). */
export function dashboardJson(dashboard: Dashboard): GrafanaDashboard {
  const { uid, title, description, variables = [], rows } = dashboard;
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([tag])
    .readonly()
    .timezone('browser')
    .time({ from: 'now-6h', to: 'now' })
    .refresh('30s')
    .tooltip(DashboardCursorSync.Crosshair)
    .variables(variables.map(variable))
    .annotation(deployments)
    .link(otherDashboards());
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(panelOf(panel));
  }
  return numbered(builder.build());
}

/** Panels get their ids in order, so that links to one stay right while those before it stay. */
function numbered(dashboard: GrafanaDashboard): GrafanaDashboard {
  const panels = dashboard.panels?.map((panel, index) => ({ ...panel, id: index + 1 }));
  return panels ? { ...dashboard, panels } : dashboard;
}

/**
 * A line where the first replica of a release started. `useValueForTime` takes the value, in milliseconds, for the
 * time: https://grafana.com/docs/grafana/v10.3/datasources/prometheus/query-editor/#annotations
 */
const deployments = {
  build: () => ({
    ...new AnnotationQueryBuilder()
      .name('Deployments')
      .datasource(datasource)
      .enable(true)
      .iconColor('blue')
      .expr(
        `1000 * min by (release) (process_start_time_seconds{job="${config.apiJob}"}` +
          ` * on (instance) group_left (release) ${names.buildInfo})`,
      )
      .build(),
    titleFormat: 'Release {{release}}',
    useValueForTime: true,
  }),
};

const otherDashboards = (): DashboardLinkBuilder =>
  new DashboardLinkBuilder('Dashboards')
    .type(DashboardLinkType.Dashboards)
    .tags([tag])
    .asDropdown(true)
    .includeVars(true)
    .keepTime(true);
