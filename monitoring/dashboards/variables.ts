import { metrics as names } from '@eo/app/contract/metrics.ts';
import {
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { config } from '../config.ts';
import { jobLabel } from '../rules/derived.ts';
import { datasource } from './datasource.ts';
import type { VariableName } from './types.ts';

const variables: Readonly<Record<VariableName, { label: string; query: string }>> = {
  instance: { label: 'Replica', query: `label_values(up{job="${config.apiJob}"}, instance)` },
  zone: { label: 'Zone', query: `label_values(${names.priceDataLastUpdateTimestamp}, zone)` },
  job: { label: 'Job', query: `label_values(${names.jobRunsTotal}, ${jobLabel})` },
};

/** A variable that takes several values and starts with all of them; queries use it as `{label=~"$name"}`. */
export function variable(name: VariableName): QueryVariableBuilder {
  const { label, query } = variables[name];
  return new QueryVariableBuilder(name)
    .label(label)
    .query({ query, refId: name })
    .datasource(datasource)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: 'All', value: '$__all' });
}
