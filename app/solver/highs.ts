import loadHighs, { type Highs, type Model, type VariableType } from 'highs';
import type { LinearModel, Solution } from '../domain/plan/model/linear-model.ts';
import type { SolveOptions } from './search.ts';

/**
 * HiGHS (MIT), compiled to WebAssembly. A search blocks its thread, so it belongs into a worker. Not older than 1.15.1:
 * before, what was not optimal could be called so (lovasoa/highs-js, pull request 54).
 */
export async function createSolver(): Promise<(model: LinearModel, options: SolveOptions) => Solution> {
  const highs = await loadHighs();
  return (model, options) =>
    highs.withModel(modelOf(model), (loaded) => solve(highs, loaded, model, options));
}

function solve(highs: Highs, loaded: Model, { integer, hint }: LinearModel, options: SolveOptions): Solution {
  loaded.options.set({
    output_flag: false,
    time_limit: options.timeLimitSeconds,
    mip_rel_gap: options.relativeGap,
    mip_abs_gap: options.absoluteGap,
  });
  if (hint.columns.length > 0) loaded.setSolution({ indices: hint.columns, values: hint.values });
  loaded.run();
  const { modelStatus } = highs.constants;
  const status = loaded.getModelStatus();
  if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible)
    return { status: 'infeasible', values: null, gap: Number.POSITIVE_INFINITY };
  const isOptimal = status === modelStatus.optimal;
  if (!isOptimal && status !== modelStatus.timeLimit)
    throw new Error(`HiGHS ended with model status ${status}.`);
  const hasSolution = loaded.info.get('primal_solution_status') === highs.constants.solutionStatus.feasible;
  const gap = integer.includes(1) ? Number(loaded.info.get('mip_gap')) : 0;
  return {
    status: isOptimal ? 'optimal' : 'time-limit',
    values: hasSolution ? loaded.getSolution().colValue : null,
    gap: isOptimal && !(gap > options.relativeGap) ? Math.max(0, gap || 0) : gap,
  };
}

function modelOf(model: LinearModel) {
  const { cost, rowLower, rowStarts, columns, coefficients } = model;
  const [numCols, numRows] = [cost.length, rowLower.length];
  return {
    numCols,
    numRows,
    colCost: cost,
    colLower: model.lower,
    colUpper: model.upper,
    rowLower,
    rowUpper: model.rowUpper,
    integrality: Array.from(model.integer) as VariableType[],
    matrix: {
      format: 'csr' as const,
      numRows,
      numCols,
      starts: rowStarts,
      indices: columns,
      values: coefficients,
    },
  };
}
