// The questions that a file of a run answers. Each says what it found, met or not, and in which file, so that a reader can
// look; what is missing is named in the words of the recipe.
import { GigpoError } from '@gigpo/core'
import { decimal, percent } from '../value/format.ts'
import { type MeasuredSuccess, measuredSuccess } from '../value/measured-success.ts'
import { type ConfigFacts, configFacts, type Evidence, latestPanels, type ProjectEvidence } from './evidence.ts'

export type CheckName = 'task-set' | 'held-out' | 'baseline' | 'above-target' | 'seeds' | 'monitoring' | 'retraining'

export interface Finding {
  readonly met: boolean
  readonly text: string
  /** Where it was found: the run's id and the path inside it. */
  readonly run: string | null
  readonly file: string | null
}

export interface Settings {
  /** The success rate that the pilot's lower bound must be above. */
  readonly target: number
  /** The panel that decides; null: the last that did not choose the checkpoint. */
  readonly panel: string | null
}

interface Context {
  readonly project: ProjectEvidence
  readonly facts: ConfigFacts
  readonly others: Evidence['others']
  readonly settings: Settings
  /** Of the panel that decides, latest evaluation; null without one. */
  readonly measured: MeasuredSuccess | null
}

type Check = (context: Context) => readonly [met: boolean, text: string, file: string | null, run?: string]

const config = 'config.yaml'
const evaluationFile = (iteration: number): string => `eval/${iteration}.json`
const none: ReturnType<Check> = [false, 'The run has no evaluation of the panel yet.', null]
const rate = ({ success, interval }: Pick<MeasuredSuccess, 'success' | 'interval'>): string =>
  `${percent(success)} [${percent(interval[0])}, ${percent(interval[1])}]`
const where = ({ panel, temperature, iteration }: MeasuredSuccess): string =>
  `${panel} at temperature ${temperature}, iteration ${iteration}`

const checks: Readonly<Record<CheckName, Check>> = {
  'task-set': ({ facts }) => {
    const { tasks } = facts.recorded.facts
    if (tasks === undefined || tasks.size === 0) return [false, 'The run records no task set.', config]
    const { name, split, size, digest } = tasks
    return [true, `${name}, split ${split}: ${decimal(size)} tasks, digest ${digest.slice(0, 8)}.`, config]
  },

  'held-out': ({ facts }) => {
    const { tasks, demonstrations, panels = {} } = facts.recorded.facts
    const held = Object.entries(panels)
    if (tasks === undefined || held.length === 0) return [false, 'The run has no panel: add evaluation.panels.', config]
    const trained = [tasks.digest, demonstrations?.digest]
    const leaking = held.filter(([, panel]) => trained.includes(panel.digest)).map(([name]) => name)
    if (leaking.length > 0) return [false, `Trained on the tasks of ${leaking.join(', ')}.`, config]
    const sizes = held.map(([name, { size }]) => `${name} (${decimal(size)} tasks)`).join(', ')
    return [
      true,
      `${sizes}: digests differ from training’s, and gigpo train refuses a panel that shares a task.`,
      config,
    ]
  },

  baseline: ({ project, others, measured }) => {
    if (measured === null) return none
    const isSame = (panel: { readonly digest: string; readonly temperature: number }): boolean =>
      panel.digest === measured.digest && panel.temperature === measured.temperature
    const before = project.panels.find((panel) => isSame(panel) && panel.iteration === 0)
    if (before !== undefined) {
      return [true, `${before.panel} before training: ${rate(before)}.`, evaluationFile(0)]
    }
    for (const { run, panels } of others) {
      const other = panels.find(isSame)
      if (other === undefined) continue
      return [true, `The same tasks played by ${run}: ${rate(other)}.`, evaluationFile(other.iteration), run]
    }
    return [false, 'Nobody else played this panel, and it was not played before training.', null]
  },

  'above-target': ({ measured, settings }) => {
    if (measured === null) return none
    const found = `${where(measured)}: ${rate(measured)} on ${decimal(measured.tasks)} tasks; target ${percent(settings.target)}.`
    const file = evaluationFile(measured.iteration)
    if (measured.tuning) return [false, `${found} The panel chose the checkpoint, so it cannot decide.`, file]
    return [measured.interval[0] > settings.target, found, file]
  },

  seeds: ({ project, others, settings, measured }) => {
    if (measured === null) return none
    const rates = new Map([[project.seed, measured.success]])
    for (const { seed, digest, panels } of others) {
      const same = latestPanels(panels).find(
        (panel) => panel.digest === measured.digest && panel.temperature === measured.temperature,
      )
      if (digest === project.digest && same !== undefined && !rates.has(seed)) rates.set(seed, same.success)
    }
    const list = [...rates].sort(([a], [b]) => a - b).map(([seed, success]) => `seed ${seed}: ${percent(success)}`)
    const enough = rates.size >= 3 && [...rates.values()].every((success) => success > settings.target)
    return [enough, `${list.join(', ')} on ${measured.panel}; target ${percent(settings.target)}.`, null]
  },

  monitoring: ({ facts }) => {
    if (facts.guard === undefined) return [false, 'Only the standing alarms: the recipe has no guard.', config]
    const { rollback = null, ...signs } = facts.guard
    const watched = Object.values(signs).filter((limit) => limit !== null).length
    if (watched === 0) return [false, 'The guard watches nothing: all its limits are null.', config]
    return [
      true,
      `The guard watches ${watched} ${watched === 1 ? 'sign' : 'signs'}; roll-back is ${rollback === null ? 'off' : 'on'}.`,
      config,
    ]
  },

  retraining: ({ facts }) => {
    const { path } = facts.model
    if (path === null || path.startsWith('builtin:')) {
      return [false, 'The run starts from no earlier run’s weights (model.path).', config]
    }
    return [true, `Starts from ${path}.`, config]
  },
}

/** What a check finds; null where there is no run to look at. */
export function runCheck(name: CheckName, { project, others }: Evidence, settings: Settings): Finding | null {
  if (project === null) return null
  const facts = configFacts(project)
  if (facts === undefined) {
    return { met: false, text: 'The run’s config.yaml could not be read.', run: project.run, file: config }
  }
  const context = { project, others, settings, facts, measured: decidingPanel(project, facts, settings) }
  const [met, text, file, run = project.run] = checks[name](context)
  return { met, text, run, file }
}

function decidingPanel(project: ProjectEvidence, facts: ConfigFacts, { panel }: Settings): MeasuredSuccess | null {
  const { run, panels } = project
  try {
    return measuredSuccess({ run, panels, selectBest: facts.evaluation.selectBest }, { panel: panel ?? undefined })
  } catch (error) {
    if (GigpoError.isInstance(error)) return null
    throw error
  }
}
