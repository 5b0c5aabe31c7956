import { expect, test } from 'vitest'
import { aggregationWeights } from './aggregation.ts'
import { createCredit } from './create-credit.ts'
import { policyLoss } from './policy-loss.ts'
import { policyObjective } from './policy-objective.ts'
import { presets } from './presets.ts'
import { recordsToStepRows } from './step-rows.ts'

test.each(Object.entries(presets))('%s: its parts work together and push the better episode up', (_, preset) => {
  const step = { uid: 'g', t: 0, obs: 'S', valid: true }
  const rows = recordsToStepRows([
    { ...step, traj: 'a', reward: 1 },
    { ...step, traj: 'b', reward: 0 },
  ])
  const { total } = createCredit(preset.algorithm)(rows)
  const weights = aggregationWeights(preset.aggregation, { tokens: [1, 1], trajectory: [0, 1] })
  const tokens = { oldLogprobs: [-1, -1], refLogprobs: [-1, -1], advantages: total, weights, row: [0, 1] }
  const loss = (logprobs: readonly number[]): number =>
    preset.objective.kind === 'ppo'
      ? policyLoss({ ...tokens, logprobs }, preset.objective).loss
      : policyObjective({ ...tokens, logprobs }, preset.objective).loss
  expect(loss([-0.9999, -1])).toBeLessThan(loss([-1, -1]))
  expect(loss([-1, -0.9999])).toBeGreaterThan(loss([-1, -1]))
})
