// A batch under one algorithm, as the equations read it: rows, every option of the algorithm, and what `createCredit` made
// of them, from which the equations take nothing but the numbers of step groups.
import {
  type Advantages,
  type AlgorithmName,
  algorithmParameters,
  type CreditOptions,
  createCredit,
} from '@gigpo/algorithms'
import type { CreditBatch } from '../rows-of-episodes.ts'

/** All options of an algorithm, none of them left out. */
type ParametersOf<N extends AlgorithmName> = Required<Extract<CreditOptions, { readonly name: N }>>

export interface Scored<N extends AlgorithmName = AlgorithmName> {
  readonly batch: CreditBatch
  readonly parameters: ParametersOf<N>
  readonly advantages: Advantages
}

/** @throws GigpoError `config` for options that are wrong, `contract` for rows without what the algorithm needs. */
export function scoreBatch(batch: CreditBatch, options: CreditOptions): Scored {
  const advantages = createCredit(options)(batch.rows)
  const parameters = { name: options.name, ...algorithmParameters(options) } as ParametersOf<AlgorithmName>
  return { batch, parameters, advantages }
}
