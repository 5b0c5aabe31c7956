// Eight kinds of problem, each made to bring out one strength or weakness of a credit method. A key fixes sizes,
// probabilities and the policy, so that a kind is a family and not one lucky table. Policies win between a tenth and
// nine tenths of their episodes: that is where group methods have something to compare.
import { type RandomKey, type RandomStream, stream } from '@gigpo/core'
import { type ActionDraft, type StateDraft, type TabularDraft, type TabularTask, tabularTask } from './tabular-task.ts'

export const taskKinds = [
  'corridor', // many steps, each a little better or worse: credit must reach far
  'next-page', // a page that can be pressed for ever: useless, but it never loses by itself
  'two-doors', // the first step decides, the rest changes nothing
  'slippery-cliff', // the short way is the risky one: luck must not be taken for skill
  'aliased-key', // the same text with and without the key in hand
  'dead-end', // rooms without a way back, where time runs out
  'parts-sparse', // four choices in a row, paid only if all are right
  'parts-dense', // the same, a part of the reward for each
] as const

export type TaskKind = (typeof taskKinds)[number]

/** The task of this kind that the key stands for. */
export function generateTask(kind: TaskKind, key: RandomKey): TabularTask {
  const random = stream(key, kind)
  return tabularTask(kind, drafts[kind](random), random)
}

const drafts: Readonly<Record<TaskKind, (random: RandomStream) => TabularDraft>> = {
  corridor(random) {
    const length = 6 + random.integer(3)
    const states: Record<string, StateDraft> = {}
    for (let i = 0; i < length; i++)
      states[`room ${i}`] = {
        actions: {
          forward: { to: i + 1 < length ? `room ${i + 1}` : 'success', logit: 1.2 },
          back: { to: `room ${Math.max(0, i - 1)}` },
          wait: { to: `room ${i}` },
        },
      }
    return { horizon: 2 * length + 3, states }
  },

  'next-page': (random) => ({
    horizon: 8 + random.integer(4),
    states: {
      results: {
        actions: {
          'next page': { to: 'results', logit: 1.2 },
          'open right item': { to: 'right item', logit: -0.3 },
          'open wrong item': { to: 'wrong item' },
        },
      },
      'right item': { actions: { buy: { to: 'success' }, back: { to: 'results', logit: 0.4 } } },
      'wrong item': { actions: { buy: { to: 'wrong purchase' }, back: { to: 'results', logit: 0.4 } } },
    },
  }),

  'two-doors'(random) {
    const rooms = 3 + random.integer(2)
    const states: Record<string, StateDraft> = {
      hall: { actions: { 'left door': { to: 'left 0' }, 'right door': { to: 'right 0' } } },
    }
    for (const [side, luck] of [
      ['left', 0.75 + 0.15 * random.uniform()],
      ['right', 0.1 + 0.15 * random.uniform()],
    ] as const)
      for (let i = 0; i < rooms; i++) {
        const last = i + 1 === rooms
        const to = last ? { success: luck, 'empty chest': 1 - luck } : `${side} ${i + 1}`
        states[`${side} ${i}`] = { actions: { whistle: { to }, walk: { to } } }
      }
    return { horizon: rooms + 1, states }
  },

  'slippery-cliff': cliff,

  'aliased-key': (random) => ({
    horizon: 8 + random.integer(3),
    states: {
      'hall, hands empty': {
        key: 'hall',
        actions: {
          'open gate': { to: 'alarm', logit: -0.3 },
          'go to garden': { to: 'garden, hands empty' },
          wait: { to: 'hall, hands empty' },
        },
      },
      'garden, hands empty': {
        key: 'garden',
        actions: { 'take key': { to: 'garden, key in hand' }, 'go to hall': { to: 'hall, hands empty' } },
      },
      'garden, key in hand': {
        key: 'garden',
        actions: { 'take key': { to: 'garden, key in hand' }, 'go to hall': { to: 'hall, key in hand' } },
      },
      'hall, key in hand': {
        key: 'hall',
        actions: {
          'open gate': { to: 'success', logit: -0.3 },
          'go to garden': { to: 'garden, key in hand' },
          wait: { to: 'hall, key in hand' },
        },
      },
    },
  }),

  'dead-end'(random) {
    const forks = 3 + random.integer(2)
    const states: Record<string, StateDraft> = {}
    for (let i = 0; i < forks; i++)
      states[`fork ${i}`] = {
        actions: {
          street: { to: i + 1 < forks ? `fork ${i + 1}` : 'success', logit: 0.9 },
          tunnel: { to: 'cave 0', logit: -0.4 },
          wait: { to: `fork ${i}`, logit: -0.4 },
        },
      }
    for (let i = 0; i < 3; i++)
      states[`cave ${i}`] = { actions: { left: { to: `cave ${(i + 1) % 3}` }, right: { to: `cave ${(i + 2) % 3}` } } }
    return { horizon: 2 * forks + 3, states }
  },

  'parts-sparse': () => ({ ...parts(0), successReward: 1 }),
  'parts-dense': () => ({ ...parts(1 / PARTS), successReward: 0 }),
}

const PARTS = 4

/** Parts to be put together in order: a wrong one cannot be taken out again, and is not seen to be wrong. */
function parts(reward: number): TabularDraft {
  const states: Record<string, StateDraft> = {}
  for (const kind of ['sound', 'spoiled'] as const)
    for (let i = 0; i < PARTS; i++) {
      const after = (next: 'sound' | 'spoiled'): string => {
        if (i + 1 < PARTS) return `${next} ${i + 1}`
        return next === 'sound' ? 'success' : 'scrap'
      }
      if (kind === 'spoiled' && i === 0) continue
      states[`${kind} ${i}`] = {
        actions: {
          'right part': { to: after(kind), logit: 1.2, reward },
          'wrong part': { to: after('spoiled') },
          idle: { to: `${kind} ${i}`, logit: -0.5 },
        },
      }
    }
  return { horizon: 2 * PARTS + 2, states }
}

/**
 * Start and goal at the two ends of a cliff, three rows of ground. Every step may be blown one row towards the cliff or
 * away from it. Along the edge is the shortest way, along the last row the safest.
 */
function cliff(random: RandomStream): TabularDraft {
  const width = 5 + random.integer(2)
  const wind = 0.45 + 0.1 * random.uniform()
  const place = (x: number, y: number): string => {
    const column = Math.min(Math.max(x, 0), width - 1)
    const row = Math.min(y, 2)
    if (row >= 0) return `${column},${row}`
    return column === width - 1 ? 'success' : 'fall'
  }
  const step = (x: number, y: number, logit: number): ActionDraft => {
    const to: Record<string, number> = {}
    for (const [target, p] of [
      [place(x, y), 1 - wind],
      [place(x, y - 1), wind / 2],
      [place(x, y + 1), wind / 2],
    ] as const)
      to[target] = (to[target] ?? 0) + p
    return { to, logit }
  }
  const states: Record<string, StateDraft> = {}
  for (let x = 0; x < width; x++)
    for (let y = 0; y < 3; y++)
      states[`${x},${y}`] = {
        actions: {
          along: step(x + 1, y, 1),
          away: step(x, y + 1, 0.5),
          towards: { to: place(x, y - 1), logit: x === width - 1 ? 1 : -2 },
        },
      }
  return { horizon: 4 * width, states }
}
