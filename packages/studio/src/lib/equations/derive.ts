// The registry: the equations of each algorithm under its name, as create-credit.ts has the algorithms themselves.
import type { AlgorithmName } from '@gigpo/algorithms'
import { drGrpo } from './algorithms/dr-grpo.ts'
import { gae } from './algorithms/gae.ts'
import { gagpo } from './algorithms/gagpo.ts'
import { gigpo } from './algorithms/gigpo.ts'
import { gpg } from './algorithms/gpg.ts'
import { graphBellman } from './algorithms/graph-bellman.ts'
import { graphgpo } from './algorithms/graphgpo.ts'
import { grpo } from './algorithms/grpo.ts'
import { hgpo } from './algorithms/hgpo.ts'
import { ppo } from './algorithms/ppo.ts'
import { reinforce } from './algorithms/reinforce.ts'
import { reinforcePlusPlus } from './algorithms/reinforce-plus-plus.ts'
import { reinforcePlusPlusBaseline } from './algorithms/reinforce-plus-plus-baseline.ts'
import { remax } from './algorithms/remax.ts'
import { rloo } from './algorithms/rloo.ts'
import type { Derivation } from './filled-equation.ts'
import type { Scored } from './scored.ts'

const derivations: { readonly [N in AlgorithmName]: (scored: Scored<N>, row: number) => Derivation } = {
  gigpo,
  hgpo,
  graphgpo,
  'graph-bellman': graphBellman,
  gagpo,
  ppo,
  gae,
  grpo,
  'dr-grpo': drGrpo,
  rloo,
  gpg,
  remax,
  reinforce,
  'reinforce++': reinforcePlusPlus,
  'reinforce++-baseline': reinforcePlusPlusBaseline,
}

/** The equations of one step, with its numbers; the results equal those of `scored.advantages`. */
export function derive(scored: Scored, row: number): Derivation {
  const own = derivations[scored.parameters.name] as (scored: Scored, row: number) => Derivation
  return own(scored, row)
}
