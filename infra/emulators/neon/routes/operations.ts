import { type Answer, type Call, param, Refusal, type Route, route } from '../../http/router.ts';
import { type NeonState, projectOf } from '../state.ts';

export const operationRoutes: readonly Route<NeonState>[] = [
  route('GET /projects/{project_id}/operations', listOperations),
  route('GET /projects/{project_id}/operations/{operation_id}', (call) => {
    const { operations } = projectOf(call.state, param(call, 'project_id'));
    const operation = operations.find(({ id }) => id === param(call, 'operation_id'));
    if (!operation) throw new Refusal(404, 'operation not found');
    return { status: 200, body: { operation } };
  }),
];

/** The newest first. */
function listOperations(call: Call<NeonState>): Answer {
  const { operations: all } = projectOf(call.state, param(call, 'project_id'));
  const start = Number(call.query.get('cursor') ?? 0);
  const operations = all.slice(start, start + Number(call.query.get('limit') ?? 10));
  const cursor = String(start + operations.length);
  const body = operations.length > 0 ? { operations, pagination: { cursor } } : { operations };
  return { status: 200, body };
}
