// Evaluation inside a run: when it is due, what is written, and which checkpoint is best so far.
import { fold } from '@gigpo/core'
import { evaluatePanel } from '../evaluation/evaluate-panel.ts'
import type { EvaluationReport, PanelResult } from '../run-directory/index.ts'
import { isEvaluationDue } from './budget.ts'
import type { LoopContext } from './options.ts'
import type { LoopState } from './state.ts'

export async function evaluateIfDue(context: LoopContext, state: LoopState): Promise<LoopState> {
  if (context.panels.length === 0 || !isEvaluationDue(context.config, state)) return state
  const { run, emit } = context
  const results: PanelResult[] = []
  for (const panel of context.panels) {
    const { results: own, failures } = await evaluatePanel(panel, {
      engine: context.engine,
      createAgent: context.createAgent,
      maxTokens: context.config.rollout.maxTokens,
      root: fold(context.root, 'evaluation'),
      signal: context.signal,
      onProgress: (done, total) =>
        emit({ kind: 'phase', phase: 'evaluation', iteration: state.iteration, done, total, label: panel.name }),
    })
    results.push(...own)
    for (const failure of failures) {
      run.event({ ...failure, kind: 'environment-failed', error: failure.kind, severity: 'warning', panel: panel.name })
    }
  }
  const report: EvaluationReport = {
    iteration: state.iteration,
    environmentSteps: state.environmentSteps,
    panels: results,
  }
  run.writeEvaluation(report)
  emit({ kind: 'evaluation-end', report })
  return {
    ...state,
    evaluated: state.iteration,
    ...(context.config.budget === undefined ? {} : { evaluatedAt: state.environmentSteps }),
    best: chooseBest(context, state, results),
  }
}

/** The first temperature of the tuning panel decides; of equals the earlier checkpoint stays. */
function chooseBest({ config }: LoopContext, state: LoopState, results: readonly PanelResult[]): LoopState['best'] {
  const tuning = results.find((result) => result.panel === config.evaluation.selectBest)
  if (tuning === undefined || (state.best !== null && tuning.success <= state.best.success)) return state.best
  return { iteration: state.iteration, success: tuning.success }
}
