import { describe, expect, it } from 'vitest'
import { runCheck, type Settings } from './checks.ts'
import { config, evidence, played, project, withConfig, withPanels } from './roadmap.test-support.ts'

const settings: Settings = { target: 0.9, panel: null }
const check = (name: Parameters<typeof runCheck>[0], given = evidence, with_: Partial<Settings> = {}) =>
  runCheck(name, given, { ...settings, ...with_ })

describe('what files say', () => {
  it('task-set: size and digest', () => {
    expect(check('task-set')).toEqual({
      met: true,
      text: 'shop/generated, split train: 200 tasks, digest train-di.',
      run: 'study/seed1',
      file: 'config.yaml',
    })
    expect(check('task-set', withConfig({ recorded: { facts: {} } }))?.met).toBe(false)
  })

  it('held-out: a panel of the trained or the demonstrated tasks is a leak', () => {
    expect(check('held-out')?.met).toBe(true)
    const { facts } = config.recorded
    const leaking = { ...facts, panels: { unseen: { ...facts.panels!.unseen!, digest: 'train-digest' } } }
    expect(check('held-out', withConfig({ recorded: { facts: leaking } }))).toMatchObject({
      met: false,
      text: 'Trained on the tasks of unseen.',
    })
    const demonstrated = { ...facts, demonstrations: { ...facts.demonstrations!, digest: 'unseen-digest' } }
    expect(check('held-out', withConfig({ recorded: { facts: demonstrated } }))?.met).toBe(false)
    expect(check('held-out', withConfig({ recorded: { facts: { ...facts, panels: {} } } }))?.met).toBe(false)
  })

  it('baseline: before training, else another run on the same tasks', () => {
    expect(check('baseline')).toMatchObject({ met: true, file: 'eval/0.json', run: 'study/seed1' })
    const later = withPanels([played('unseen', 30, 0.96)])
    expect(check('baseline', later)).toMatchObject({ met: true, file: 'eval/30.json', run: 'study/seed2' })
    expect(check('baseline', { ...later, others: [] })?.met).toBe(false)
    const elsewhere = { ...evidence.others[0]!, panels: [{ ...played('unseen', 30, 0.9), digest: 'other' }] }
    expect(check('baseline', { ...later, others: [elsewhere] })?.met).toBe(false)
  })

  it('above-target: the lower end decides, not the rate', () => {
    expect(check('above-target')).toMatchObject({ met: true, file: 'eval/30.json' })
    const rate = withPanels([played('unseen', 30, 0.94)])
    expect(check('above-target', rate)?.met).toBe(false)
    expect(check('above-target', rate, { target: 0.88 })?.met).toBe(true)
    expect(check('above-target', withPanels([played('unseen', 30, 0.95)]), { target: 0.95 - 0.05 })?.met).toBe(false)
  })

  it('above-target: the tuning panel cannot decide', () => {
    const finding = check('above-target', evidence, { panel: 'tuning' })
    expect(finding).toMatchObject({ met: false })
    expect(finding?.text).toContain('chose the checkpoint')
  })

  it('seeds: three of one configuration, each above the target', () => {
    expect(check('seeds')?.met).toBe(true)
    const [second, third] = evidence.others
    expect(check('seeds', { ...evidence, others: [second!] })?.met).toBe(false)
    expect(check('seeds', { ...evidence, others: [second!, { ...third!, digest: 'another' }] })?.met).toBe(false)
    expect(check('seeds', { ...evidence, others: [second!, { ...third!, seed: 1 }] })?.met).toBe(false)
    expect(check('seeds', evidence, { target: 0.945 })?.met).toBe(false)
  })

  it('monitoring: a guard that watches something', () => {
    expect(check('monitoring')).toMatchObject({ met: true, text: 'The guard watches 1 sign; roll-back is off.' })
    expect(check('monitoring', withConfig({ guard: { validRate: null, rollback: { patience: 2 } } }))?.met).toBe(false)
    expect(check('monitoring', withConfig({ guard: undefined }))?.met).toBe(false)
  })

  it('retraining: from an earlier run, not from what ships', () => {
    expect(check('retraining')?.met).toBe(true)
    for (const path of [null, 'builtin:alfworld-start']) {
      expect(check('retraining', withConfig({ model: { path } }))?.met).toBe(false)
    }
  })

  it('finds nothing without a run, an evaluation or a readable configuration', () => {
    expect(check('baseline', { project: null, others: [] })).toBeNull()
    for (const name of ['baseline', 'above-target', 'seeds'] as const) {
      expect(check(name, withPanels([]))).toMatchObject({ met: false, text: expect.stringContaining('no evaluation') })
    }
    const damaged = { ...evidence, project: { ...project, config: { model: 3 } } }
    expect(check('task-set', damaged)).toMatchObject({ met: false, text: expect.stringContaining('could not be read') })
  })
})
