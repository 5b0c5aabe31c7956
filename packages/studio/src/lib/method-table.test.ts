import { describe, expect, it } from 'vitest'
import type { PanelOutcomes } from '../api/contract.ts'
import { type MeasuredRun, methodRows } from './method-table.ts'

const played = (success: number): PanelOutcomes => ({
  ...{ panel: 'unseen', temperature: 1, iteration: 2, success, interval: [0, 1], tasks: 10, digest: 'd' },
  ...{ source: 'generated', split: 'unseen', environmentSteps: 1, outcomes: [] },
})
const run = (
  id: string,
  config: Record<string, unknown>,
  values: Record<string, number[]>,
  success?: number,
): MeasuredRun => ({
  id,
  config,
  columns: { iteration: [1, 2], environmentSteps: [1, 2], tokens: [1, 2], seconds: [1, 2], values, lines: 2 },
  evaluations: success === undefined ? [] : [played(success)],
})
const critic = { parameters: 318593, bytes: 10 * 2 ** 20 }
const ppo = run(
  'ppo',
  { algorithm: { name: 'ppo', level: 'token' }, critic: { clip: 0.5 }, recorded: { facts: { critic } } },
  { 'time/step': [4, 6], 'time/critic': [2, 3], 'adv/step_std': [1, 1], 'group/batches': [1, 1] },
)
const grpo = (id: string, success: number) =>
  run(
    id,
    { algorithm: { name: 'grpo' } },
    { 'time/step': [2, 2], 'adv/step_std': [0, 0], 'group/batches': [1, 2] },
    success,
  )

const cells = (runs: readonly MeasuredRun[], panel: string | null = 'unseen @ 1') =>
  Object.fromEntries(methodRows(panel).map(({ title, cell }) => [title, cell(runs)]))

describe('the measured comparison of methods', () => {
  it('tells what a critic costs', () => {
    const table = cells([ppo])
    expect(table['Critic, parameters']!.text).toBe('318,593')
    expect(table['Critic, memory']!.text).toBe('10 MiB')
    expect(table['of which the critic']!.text).toBe('2.5 s')
    expect(table['Granularity of credit']!.text).toBe('token')
    expect(table['Extra rollouts']!.text).toBe('none')
  })

  it('knows methods without one, and averages over seeds', () => {
    const table = cells([grpo('a', 0.2), grpo('b', 0.4)])
    expect(table['Critic, parameters']).toEqual({ text: '0', note: 'there is no critic' })
    expect(table['Success on the panel']!.text).toBe('30.0 %')
    expect(table['Spread over seeds (standard deviation)']).toEqual({ text: '14 points', note: 'over 2 seeds' })
    expect(table['Granularity of credit']!.text).toBe('episode')
    expect(table['Extra rollouts']).toEqual({ text: '50 %', note: '1.5 batches an iteration by dynamic sampling' })
  })

  it('says why a cell is empty', () => {
    const table = cells([ppo])
    expect(table['Success on the panel']).toEqual({ text: '', note: 'no run has played unseen @ 1' })
    expect(table['Memory of the process, largest']).toEqual({ text: '', note: 'no run has told its memory' })
    expect(cells([grpo('a', 0.2)])['Spread over seeds (standard deviation)']).toEqual({
      text: '',
      note: 'one seed has no spread',
    })
    expect(cells([run('x', { critic: {} }, {})], null)['Critic, parameters']!.note).toMatch('recorded')
  })
})
