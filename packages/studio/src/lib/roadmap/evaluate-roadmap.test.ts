import { describe, expect, it } from 'vitest'
import { evaluateRoadmap } from './evaluate-roadmap.ts'
import { gates, plan } from './plan.ts'
import { evidence, withConfig } from './roadmap.test-support.ts'
import type { Signature } from './roadmap-file.ts'

const settings = { target: 0.9, panel: null }
const signature = (gate: string): Signature => ({ gate, by: 'Ada', date: '2026-01-31', note: 'Read all eight.' })
const byHand = gates.filter(({ check }) => check === null).map(({ id }) => signature(id))

describe('the plan', () => {
  it('has four phases, whose gates have ids of their own', () => {
    expect(plan.map(({ id }) => id)).toEqual(['discovery', 'pilot', 'integration', 'optimisation'])
    expect(new Set(gates.map(({ id }) => id)).size).toBe(gates.length)
  })
})

describe('evaluateRoadmap', () => {
  it('is done when files and signatures meet every gate', () => {
    const status = evaluateRoadmap(plan, evidence, { ...settings, signatures: byHand })
    expect(status.phases.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done'])
    expect([status.passed, status.total, status.run]).toEqual([gates.length, gates.length, 'study/seed1'])
  })

  it('is in the first phase that has an open gate; later ones may be done', () => {
    const { phases } = evaluateRoadmap(plan, evidence, {
      ...settings,
      signatures: byHand.filter(({ gate }) => gate !== 'failure-review'),
    })
    expect(phases.map(({ state }) => state)).toEqual(['done', 'current', 'done', 'done'])
    expect(evaluateRoadmap(plan, evidence, { ...settings, signatures: [] }).phases.map(({ state }) => state)).toEqual([
      'current',
      'ahead',
      'ahead',
      'ahead',
    ])
  })

  it('shows a signature that stands against a file with what the file says', () => {
    const status = evaluateRoadmap(plan, withConfig({ guard: undefined }), {
      ...settings,
      signatures: [signature('monitoring')],
    })
    const gate = status.phases[2]!.gates.find(({ id }) => id === 'monitoring')
    expect(gate).toMatchObject({ state: 'signed', finding: { met: false }, signature: { by: 'Ada' } })
  })

  it('prefers a file that meets the gate', () => {
    const { phases } = evaluateRoadmap(plan, evidence, { ...settings, signatures: [signature('baseline')] })
    expect(phases[1]!.gates[0]).toMatchObject({ id: 'baseline', state: 'met', signature: { by: 'Ada' } })
  })

  it('without a run leaves every gate open that a file would meet', () => {
    const { phases, run, passed } = evaluateRoadmap(
      plan,
      { project: null, others: [] },
      { ...settings, signatures: byHand },
    )
    expect([run, passed]).toEqual([null, byHand.length])
    expect(phases[0]!.state).toBe('current')
  })
})
