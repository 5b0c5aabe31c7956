// What a report says, section by section. The wording is part of the result: which panels, how many seeds, what an interval
// means, and what must not be read into the numbers.
import { formatDuration } from '../progress/index.ts'
import type { CostReport, PanelReport, PhaseReport, StudyReport, VariantReport } from './report-data.ts'
import { difference, fixed, NONE, percent, rate, type Section, seedRate, share, signed, whole } from './report-text.ts'

/** A claim that one method beats another asks for at least this many seeds. */
const ENOUGH_SEEDS = 8
/** Runs end with whole iterations, so a little beyond the budget; more than this is said. */
const OVERSHOOT = 1.05

export function overviewSection({ study, runs, variants }: StudyReport): Section {
  const complete = runs.filter((run) => run.state === 'complete').length
  const left = runs.filter((run) => run.state !== 'complete')
  const seeds = variants.map((variant) => variant.seeds.length)
  const fewest = Math.min(...seeds)
  const paragraphs = [
    `${variants.length} variants of the recipe ${study.recipe} on ${study.environment}, ${study.seeds.length} ${study.seeds.length === 1 ? 'seed' : 'seeds'} each (${study.seeds.join(', ')}), ${whole(study.budget)} environment steps a run. Differences are against ${study.baseline}.`,
    ...(study.question === null ? [] : [`Question: ${study.question}`]),
  ]
  if (left.length > 0) {
    const names = left.map(({ name, state, environmentSteps }) =>
      state === 'missing' ? name : `${name} (cut at ${whole(environmentSteps)} steps)`,
    )
    paragraphs.push(
      `**Not complete**: ${complete} of ${runs.length} runs are done and only they are reported. Left: ${names.join(', ')}.`,
    )
  }
  const beyond = variants.flatMap(({ name, environmentSteps }) =>
    environmentSteps !== null && environmentSteps.mean > OVERSHOOT * study.budget
      ? [`${name} ${whole(environmentSteps.mean)}`]
      : [],
  )
  if (beyond.length > 0) {
    paragraphs.push(
      `**Unequal steps**: an iteration of these variants is long, and their runs ended well beyond the budget: ${beyond.join(', ')} steps on average. At the end they had more practice than the others.`,
    )
  }
  if (complete > 0 && fewest < ENOUGH_SEEDS) {
    paragraphs.push(
      `**Few seeds**: ${fewest === Math.max(...seeds) ? '' : 'at least '}${fewest} of each variant. That is too few to claim that one method beats another; read differences as hints.`,
    )
  }
  return { title: study.name, paragraphs, table: null }
}

/** Values at the end of the budget. */
export function finalSection(panel: PanelReport, { study }: StudyReport): Section {
  const isGraded = Object.values(panel.variants).some(({ final }) => final.taskScore !== null)
  const success = ['variant', 'seeds', 'start', 'end: mean', 'interquartile mean', `− ${study.baseline}`, 'P(better)']
  const header = isGraded ? [...success, 'task score', `score − ${study.baseline}`] : success
  const rows = Object.entries(panel.variants).map(([name, { start, final }]) => [
    name,
    String(final.seeds.length),
    start === null ? NONE : percent(start.mean.value),
    rate(final.mean),
    rate(final.interquartile),
    difference(final.difference),
    rate(final.improvement),
    ...(isGraded ? [rate(final.taskScore?.mean ?? null), difference(final.taskScore?.difference ?? null)] : []),
  ])
  return { title: panelTitle(panel), paragraphs: [], table: { header, rows } }
}

/** Values at the checkpoint that the tuning panel chose, apart from those at the end. */
export function bestSection({ study, panels }: StudyReport): Section | null {
  if (study.tuning === null) return null
  const rows = panels.flatMap((panel) =>
    Object.entries(panel.variants).flatMap(([name, { best }]) =>
      best === null ? [] : [[panelTitle(panel), name, rate(best.mean), difference(best.difference)]],
    ),
  )
  if (rows.length === 0) return null
  return {
    title: `Best checkpoint by ${study.tuning}`,
    paragraphs: [
      `Of each run the checkpoint with the highest success on ${study.tuning} at its first temperature, among ${study.evaluations + 1} evaluations. On ${study.tuning} itself this is the largest of several noisy values, so it is too high there.`,
    ],
    table: { header: ['panel, temperature', 'variant', 'best: mean', `− ${study.baseline}`], rows },
  }
}

export function trainingSection({ study, variants }: StudyReport): Section | null {
  const rows = variants.flatMap(({ name, training, iterations, environmentSteps }) =>
    training === null
      ? []
      : [
          [
            name,
            seedRate(training.area),
            seedRate(training.areaDifference, signed),
            iterations === null ? NONE : fixed(iterations.mean, 1),
            environmentSteps === null ? NONE : whole(environmentSteps.mean),
          ],
        ],
  )
  if (rows.length === 0) return null
  return {
    title: 'Training success over the whole budget',
    paragraphs: [
      'Mean success of the rollouts (area under the learning curve), on training tasks and at the rollout’s temperature; brackets: Student’s interval over seeds.',
    ],
    table: {
      header: ['variant', 'mean success', `− ${study.baseline}, paired by seed`, 'iterations', 'environment steps'],
      rows,
    },
  }
}

/** Success by type of task at the end; a single type has none. */
export function typeSection(panel: PanelReport, { study }: StudyReport): Section | null {
  const variants = Object.entries(panel.variants)
  const types = [...new Set(variants.flatMap(([, { types }]) => Object.keys(types)))].sort()
  if (types.length < 2) return null
  const rows = types.flatMap((type) =>
    variants.flatMap(([name, { types: scores }]) => {
      const own = scores[type]
      return own === undefined ? [] : [[type, String(own.games), name, rate(own.mean), difference(own.difference)]]
    }),
  )
  return {
    title: `By type of task: ${panelTitle(panel)}`,
    paragraphs: [],
    table: { header: ['type', 'games', 'variant', 'end: mean', `− ${study.baseline}`], rows },
  }
}

export function phaseSection({ variants }: StudyReport): Section {
  const sizes = [
    ...new Set(variants.flatMap(({ phases }) => phases.flatMap((phase) => Object.keys(phase.rowsByGroupSize ?? {})))),
  ].map(Number)
  const classes = sizes.map((from, index) => {
    const next = sizes[index + 1]
    return next === undefined ? `${from}+` : next - 1 === from ? String(from) : `${from}–${next - 1}`
  })
  const cells = (phase: PhaseReport): string[] => [
    share(phase.signalRows),
    share(phase.trainedRows),
    share(phase.mixedGroups),
    fixed(phase.meanGroupSize, 1),
    share(phase.singletonGroups),
    ...sizes.map((bound) => share(phase.rowsByGroupSize?.[bound] ?? null)),
    fixed(phase.entropy, 2),
    share(phase.validActions),
  ]
  const header = [
    'variant',
    'quarter',
    'rows with signal',
    'rows trained',
    'mixed groups',
    'step group, mean',
    'groups of one',
    ...classes.map((name) => `rows in ${name}`),
    'entropy',
    'valid',
  ]
  return {
    title: 'Signal and step groups over training',
    paragraphs: [
      'By quarters of the budget, in percent: rows whose advantage is not zero; rows that took part in the update; groups of episodes with both outcomes; step groups with one row; rows by the size of their step group. Step groups are those of the variant’s own method; entropy is in nats a token.',
    ],
    table: {
      header,
      rows: variants.flatMap(({ name, phases }) =>
        phases.map((phase, index) => [name, String(index + 1), ...cells(phase)]),
      ),
    },
  }
}

export function costSection({ cost }: StudyReport): Section {
  const row = (name: string, each: CostReport): string[] => [
    name,
    fixed(each.iterationSeconds, 2),
    fixed(each.rolloutSeconds, 2),
    fixed(each.trainSeconds, 2),
    each.creditSeconds === null ? NONE : fixed(1000 * each.creditSeconds, 1),
    each.criticSeconds === null ? NONE : fixed(1000 * each.criticSeconds, 0),
    each.creditShare === null ? NONE : (100 * each.creditShare).toFixed(2),
    each.runSeconds === null ? NONE : formatDuration(each.runSeconds),
    fixed(each.criticMb, 1),
    fixed(each.memoryMb, 0),
  ]
  return {
    title: 'Cost',
    paragraphs: [
      'Wall clock on the machine of the runs, with whatever ran beside them; evaluations and the supervised start are not in it. The update holds the reference, credit, the critic and the optimiser steps. The critic’s MiB are its weights, optimiser state and their copies without activations; the process’s are the most that any run’s held, engine, tasks and JavaScript heap together.',
    ],
    table: {
      header: [
        'variant',
        's an iteration',
        'rollout, s',
        'update, s',
        'credit, ms',
        'critic, ms',
        'both, % of an iteration',
        'a run',
        'critic, MiB',
        'process, MiB',
      ],
      rows: Object.entries(cost).map(([name, each]) => row(name, each)),
    },
  }
}

export function variantSection({ study, variants }: StudyReport): Section {
  const show = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value))
  const changes = ({ name, differences }: VariantReport): string =>
    name === study.baseline ? 'baseline' : differences.map(({ path, b }) => `${path} = ${show(b)}`).join('; ')
  const alarms = ({ alarms }: VariantReport): string =>
    Object.entries(alarms)
      .map(([kind, runs]) => `${kind} in ${runs}`)
      .join(', ') || 'none'
  return {
    title: 'Variants',
    paragraphs: ['The digest is that of the whole configuration without its seed.'],
    table: {
      header: ['variant', 'algorithm', `differs from ${study.baseline} by`, 'runs with alarms', 'digest'],
      rows: variants.map((variant) => [
        variant.name,
        variant.algorithm,
        changes(variant),
        alarms(variant),
        variant.digest.slice(0, 16),
      ]),
    },
  }
}

export function readingSection({ study, panels }: StudyReport): Section {
  const lists = panels
    .filter((panel, index) => panels.findIndex((each) => each.panel === panel.panel) === index)
    .map(({ panel, source, split, games, digest, isTuning }) => {
      return `${panel}: ${games} tasks of ${source}/${split}, digest ${digest.slice(0, 16)}${isTuning ? ', used to choose checkpoints' : ''}`
    })
  return {
    title: 'How to read this',
    paragraphs: [
      `Panels are fixed lists, disjoint from training tasks and demonstrations; every task is played once at each temperature. ${lists.join('; ')}.`,
      `Every run ends after the first iteration that reaches ${whole(study.budget)} environment steps (episodes of groups that were dropped count), and is evaluated at ${study.evaluations} equal shares of them. “End” is the last of these evaluations, whatever came before it.`,
      'Rates are in percent, brackets are 95 % intervals. Of means and differences they are percentile bootstraps that draw seeds, and games within their type of task, with replacement; differences keep pairs of the same seed and game together. A bootstrap of few seeds is too narrow, and where all outcomes are equal it has no width and says nothing. Bands of learning curves are Student’s intervals over seeds.',
      'The interquartile mean is over seeds × types of task, without the lowest and highest quarter (arXiv 2108.13264). Here one run plays all types, so drawn seeds keep their types together. P(better) is the chance that a run of the variant beats a run of the baseline with another seed, ties counted by half; 50 means no difference.',
      'Many numbers stand beside each other and nothing is corrected for that: of twenty true ties one interval is expected to exclude zero.',
      'These are the policies of this recipe under equal conditions. They compare methods with each other, and cannot be compared with published numbers of other models, data or panels.',
    ],
    table: null,
  }
}

function panelTitle({ panel, temperature }: PanelReport): string {
  return `${panel}, temperature ${temperature}`
}
