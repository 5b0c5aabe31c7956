// A project whose files meet every gate that files can meet; tests take one thing away at a time.
import type { PanelSummary } from '../../api/contract.ts'
import type { ConfigFacts, Evidence, ProjectEvidence, RunEvidence } from './evidence.ts'

const taskSet = (split: string, digest: string) => ({ name: 'shop/generated', split, size: 200, digest })

const facts = {
  tasks: taskSet('train', 'train-digest'),
  demonstrations: taskSet('train', 'train-digest'),
  panels: { tuning: taskSet('valid', 'tuning-digest'), unseen: taskSet('test', 'unseen-digest') },
}

export const config: ConfigFacts & Readonly<Record<string, unknown>> = {
  guard: { validRate: 0.5, kl: null, rollback: null },
  model: { path: 'runs/first/checkpoints/30' },
  evaluation: { selectBest: 'tuning' },
  recorded: { facts },
}

export function played(panel: string, iteration: number, success: number, spread = 0.05): PanelSummary {
  const interval = [success - spread, success + spread] as const
  return { panel, temperature: 1, iteration, success, interval, tasks: 200, digest: `${panel}-digest` }
}

export const project: ProjectEvidence = {
  run: 'study/seed1',
  seed: 1,
  digest: 'same',
  config,
  panels: [played('tuning', 0, 0.2), played('unseen', 0, 0.2), played('tuning', 30, 0.97), played('unseen', 30, 0.96)],
}

const seed = (n: number, success: number): RunEvidence => ({
  run: `study/seed${n}`,
  seed: n,
  digest: 'same',
  panels: [played('unseen', 30, success)],
})

export const evidence: Evidence = { project, others: [seed(2, 0.95), seed(3, 0.94)] }

/** The evidence with another configuration of the project's run. */
export function withConfig(changes: Readonly<Record<string, unknown>>): Evidence {
  return { ...evidence, project: { ...project, config: { ...config, ...changes } } }
}

/** The evidence with other evaluations of the project's run. */
export function withPanels(panels: readonly PanelSummary[]): Evidence {
  return { ...evidence, project: { ...project, panels } }
}
