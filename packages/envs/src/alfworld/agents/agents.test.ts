import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Agent, AgentView, HistoryEntry, Prompt } from '@gigpo/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { projectAction } from '../../agents/project-action.ts'
import { bareWords, createCompactAgent } from './compact-agent.ts'
import { createPlainAgent } from './plain-agent.ts'
import { alfworldAgents } from './registry.ts'
import { createVerlAgent } from './verl-agent.ts'

const intro =
  '-= Welcome =-\n\nYou are in the middle of a room. Looking quickly around you, you see a cabinet 2, a cabinet 1, a fridge 1, a microwave 1, and a shelf 1.\n\nYour task is to: heat some mug and put it in shelf.'
const play: readonly (readonly [action: string, observation: string])[] = [
  ['go to cabinet 1', 'You arrive at cabinet 1. The cabinet 1 is closed.'],
  ['open cabinet 1', 'You open the cabinet 1. The cabinet 1 is open. In it, you see a mug 2, and a plate 1.'],
  ['take mug 2 from cabinet 1', 'You pick up the mug 2 from the cabinet 1.'],
  ['go to cabinet 2', 'Nothing happens.'],
]
const actions = ['go to cabinet 1', 'go to fridge 1', 'help', 'inventory', 'look']

function view(step: number): AgentView {
  const observations = [intro, ...play.map(([, observation]) => observation)]
  const history: HistoryEntry[] = play
    .slice(0, step)
    .map(([action], i) => ({ observation: observations[i]!, action, valid: true }))
  return { step, observation: { text: observations[step]!, actions }, history }
}

function promptsOf(agent: Agent): string[] {
  return [0, 1, 2, 3, 4].map((step) => textOf(agent.prompt(view(step))))
}

const textOf = (prompt: Prompt): string => (prompt.kind === 'text' ? prompt.text : prompt.messages[0]!.content)

const word = fc.constantFrom('mug', 'soapbar', 'desklamp', 'cabinet', 'sinkbasin')
const noun = fc.tuple(word, fc.integer({ min: 1, max: 60 })).map(([name, n]) => `${name} ${n}`)
const command = fc.oneof(
  fc.constantFrom('look', 'inventory', 'help'),
  fc.tuple(fc.constantFrom('go to', 'open', 'close', 'examine', 'use'), noun).map(([verb, a]) => `${verb} ${a}`),
  fc
    .tuple(
      fc.constantFrom(
        'take _ from',
        'move _ to',
        'put _ in/on',
        'heat _ with',
        'clean _ with',
        'cool _ with',
        'slice _ with',
      ),
      noun,
      noun,
    )
    .map(([verb, a, b]) => `${verb.replace('_', a)} ${b}`),
)

describe('compact agent', () => {
  it('shows steps 1 to 5 as documented', () => {
    expect(promptsOf(createCompactAgent())).toEqual([
      '<task> heat mug shelf <next> cabinet 1 fridge 1 microwave 1 shelf 1 <seen> <hist> <hold> <at> <obs> <act>',
      '<task> heat mug shelf <next> cabinet 1 fridge 1 microwave 1 shelf 1 <seen> <hist> go cabinet 1 <hold> <at> cabinet 1 closed <obs> arrive cabinet 1 closed <act>',
      '<task> heat mug shelf <next> cabinet 2 fridge 1 microwave 1 shelf 1 <seen> mug 2 cabinet 1 <hist> go cabinet 1 open cabinet 1 <hold> <at> cabinet 1 open <obs> open cabinet 1 open mug 2 plate 1 <act>',
      '<task> heat mug shelf <next> cabinet 2 fridge 1 microwave 1 shelf 1 <seen> <hist> open cabinet 1 take mug 2 cabinet 1 <hold> mug 2 <at> cabinet 1 open <obs> pick up mug 2 cabinet 1 <act>',
      // What cannot be gone to is here already.
      '<task> heat mug shelf <next> cabinet 2 fridge 1 microwave 1 shelf 1 <seen> <hist> take mug 2 cabinet 1 go cabinet 2 ! <hold> mug 2 <at> cabinet 1 open cabinet 2 <obs> nothing happens <act>',
    ])
    expect(promptsOf(createCompactAgent({ memory: 'visited' }))[4]).toBe(
      '<task> heat mug shelf <room> cabinet 2 fridge 1 microwave 1 shelf 1 <visited> cabinet 1 <seen> <hist> take mug 2 cabinet 1 go cabinet 2 ! <hold> mug 2 <at> cabinet 1 open cabinet 2 <obs> nothing happens <act>',
    )
  })

  it('reads back every command it formats', () => {
    const agent = createCompactAgent()
    fc.assert(
      fc.property(command, (text) => {
        expect(agent.parse(agent.format(text), view(0))).toEqual({ text, valid: true })
      }),
    )
  })

  it('sends what is no command as it is, and calls it invalid', () => {
    const agent = createCompactAgent()
    for (const text of [
      '',
      'go',
      'take mug 1',
      'mug 1 take',
      'take mug 0 desk 1',
      'go mug one',
      'look look',
      'constructor',
    ])
      expect(agent.parse(` ${text}`, view(0))).toEqual({ text, valid: false })
    fc.assert(
      fc.property(fc.string(), (text) => {
        const action = agent.parse(text, view(0))
        if (!action.valid) expect(action.text).toBe(text.trim())
      }),
    )
  })

  it('never exceeds its budget, whatever it reads', () => {
    const sentence = fc.oneof(
      fc.array(noun, { maxLength: 60 }).map((names) => `You see ${names.map((name) => `a ${name}`).join(', ')}.`),
      fc
        .tuple(noun, fc.array(noun, { maxLength: 40 }))
        .map(
          ([place, names]) =>
            `You arrive at ${place}. On the ${place}, you see ${names.map((name) => `a ${name}`).join(', ')}.`,
        ),
      fc.constantFrom('Nothing happens.', 'You pick up the mug 1 from the cabinet 3.'),
      fc.string(),
    )
    const task = fc.constantFrom(
      'heat some mug and put it in cabinet.',
      'find two soapbar and put them in cabinet.',
      'do as you like with all the things that are here today, please.',
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: 120 }),
        fc.constantFrom('next' as const, 'visited' as const),
        fc.array(noun, { maxLength: 60 }),
        task,
        fc.array(fc.tuple(fc.oneof(command, fc.string()), sentence), { maxLength: 12 }),
        (budget, memory, room, goal, steps) => {
          const agent = createCompactAgent({ budget, memory })
          const history: HistoryEntry[] = []
          let text = `You see ${room.map((name) => `a ${name}`).join(', ')}.\n\nYour task is to: ${goal}`
          for (let step = 0; step <= steps.length; step++) {
            const prompt = textOf(agent.prompt({ step, observation: { text }, history: history.slice() }))
            expect(prompt.split(' ').length).toBeLessThanOrEqual(budget)
            expect(prompt.endsWith(' <act>')).toBe(true)
            if (step === steps.length) break
            history.push({ observation: text, action: steps[step]![0], valid: true })
            text = steps[step]![1]
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('refuses a budget that cannot hold its fixed parts', () => {
    expect(() => createCompactAgent({ budget: 39 })).toThrow(/at least 40, received 39/)
    expect(() => alfworldAgents.compact!({ history: 3 })).toThrow(/no option "history"/)
  })

  it('drops function words, punctuation and direct repetitions', () => {
    expect(bareWords('You arrive at bed 2. On the bed 2, you see a laptop 1, and a pillow 2.', 48).join(' ')).toBe(
      'arrive bed 2 laptop 1 pillow 2',
    )
    expect(bareWords('a b 1 c 2 d 3', 3)).toHaveLength(3)
  })
})

describe('plain agent', () => {
  it('shows the text of the game', () => {
    const prompts = promptsOf(createPlainAgent({ history: 2 }))
    expect(prompts[0]).toBe(`${intro}\n\n>`)
    expect(prompts[1]).toBe(`${intro}\n\n> ${play[0]![0]}\n${play[0]![1]}\n>`)
    expect(prompts[3]).toBe(`${intro}\n\n…\n> ${play[1]![0]}\n${play[1]![1]}\n> ${play[2]![0]}\n${play[2]![1]}\n>`)
  })

  it('reads back every command it formats, and the first line only', () => {
    const agent = createPlainAgent()
    fc.assert(
      fc.property(command, (text) => {
        expect(agent.parse(agent.format(text), view(0))).toEqual({ text, valid: true })
      }),
    )
    expect(agent.parse(' look\nYou are', view(0))).toEqual({ text: 'look', valid: true })
    expect(agent.parse('take mug 1', view(0)).valid).toBe(false)
  })
})

describe('verl-agent format', () => {
  it('shows steps 1 to 4', () => {
    const list = "'go to cabinet 1'\n 'go to fridge 1'\n 'inventory'\n 'look'"
    const instruction = `Decide what to do next. First reason about the situation step by step, between <think> and </think>.\nThen give exactly one of the admissible actions, between <action> and </action>.`
    const opening = 'You are an agent that carries out household tasks in the text world ALFRED.'
    const prompts = promptsOf(createVerlAgent())
    expect(prompts[0]).toBe(
      `${opening}\nThis is what you observe now: ${intro}\nThese actions are admissible now: [${list}].\n\n${instruction}`,
    )
    const later = (step: number, history: string): string =>
      `${opening} Your task is to: heat some mug and put it in shelf.\nYou have taken ${step} step(s) so far. The last ${Math.min(step, 2)} observations and the actions you took are:\n${history}\nYou are at step ${step + 1}, and this is what you observe now: ${play[step - 1]![1]}\nThese actions are admissible now: [${list}].\n\n${instruction}`
    const first = `[Observation 1: '${intro}', Action 1: 'go to cabinet 1']`
    const second = `[Observation 2: '${play[0]![1]}', Action 2: 'open cabinet 1']`
    const third = `[Observation 3: '${play[1]![1]}', Action 3: 'take mug 2 from cabinet 1']`
    expect(prompts[1]).toBe(later(1, first))
    expect(prompts[2]).toBe(later(2, `${first}\n${second}`))
    expect(prompts[3]).toBe(later(3, `${second}\n${third}`))
  })

  it('takes templates, in which text from the game is never a template itself', () => {
    const agent = createVerlAgent({ firstTemplate: '{observation} {unknown}' })
    expect(textOf(agent.prompt({ step: 0, observation: { text: '{actions} $& ', actions: [] }, history: [] }))).toBe(
      '{actions} $&  {unknown}',
    )
  })

  it('needs admissible actions', () => {
    expect(() => createVerlAgent().prompt({ step: 0, observation: { text: intro }, history: [] })).toThrow(/admissible/)
  })

  it.each([
    ['takes the first pair of tags', '<think>a</think><action>look</action><action>help</action>', 'look', true],
    ['lower-cases and strips the action', '<think></think><ACTION>  Go To Desk 1 \n</ACTION>', 'go to desk 1', true],
    ['needs think tags for validity only', '<action>look</action>', 'look', false],
    ['wants think tags in their own case', '<THINK>x</THINK><action>look</action>', 'look', false],
    ['refuses Chinese characters, but runs the action', '<think>一</think><action>look</action>', 'look', false],
    ['lets other scripts pass', '<think>ひ가é</think><action>look</action>', 'look', true],
    ['sends the last 30 characters without tags', `<think></think>${'X'.repeat(40)}`, 'x'.repeat(30), false],
    [
      'does so when one tag is missing',
      '<think></think> <action>go to the desk number 1',
      'ink> <action>go to the desk number 1'.slice(-30),
      false,
    ],
    ['calls an empty action valid', '<think></think><action></action>', '', true],
    ['gives the empty action for tags in the wrong order', '<think></think></action>look<action>', '', true],
    ['does not ask for admissibility', '<think></think><action>dance</action>', 'dance', true],
  ])('%s', (_rule, completion, text, valid) => {
    expect(projectAction(completion, 30)).toMatchObject({ text, valid })
  })

  it('reads back every command it formats', () => {
    const agent = createVerlAgent()
    fc.assert(
      fc.property(command, (text) => {
        expect(agent.parse(agent.format(text, 'Because.'), view(0))).toEqual({ text, valid: true, thought: 'Because.' })
      }),
    )
  })
})

interface GoldenStep {
  readonly cmd: string | null
  readonly obs: string
  readonly admissible: readonly string[]
}

const golden = new URL('../../../../../../shared/data/alfworld/golden/real-engine.jsonl.gz', import.meta.url)
describe.skipIf(!existsSync(golden))('agents on recorded play (skipped without ../shared/data/alfworld)', () => {
  it('round-trips every admissible command and stays in budget', () => {
    const lines = gunzipSync(readFileSync(golden)).toString().trim().split('\n')
    const commands = new Set<string>()
    let prompts = 0
    for (const line of lines) {
      const record = JSON.parse(line) as { random: GoldenStep[]; walkthrough: GoldenStep[] }
      for (const steps of [record.random, record.walkthrough]) {
        const agent = createCompactAgent()
        const history: HistoryEntry[] = []
        for (const [step, { cmd, obs, admissible }] of steps.entries()) {
          if (cmd !== null) history.push({ observation: steps[step - 1]!.obs, action: cmd, valid: true })
          const now = { step, observation: { text: obs, actions: admissible }, history: history.slice() }
          expect(textOf(agent.prompt(now)).split(' ').length).toBeLessThanOrEqual(90)
          prompts++
          for (const action of admissible) commands.add(action)
        }
      }
    }
    expect(prompts).toBeGreaterThan(2000)
    expect(commands.size).toBeGreaterThan(1000)
    for (const create of Object.values(alfworldAgents)) {
      const agent = create()()
      for (const text of commands) expect(agent.parse(agent.format(text), view(0))).toMatchObject({ text, valid: true })
    }
  })
})

describe('validity', () => {
  const view = { step: 0, observation: { text: 'A room.', actions: ['go to desk 1', 'look'] }, history: [] }
  it('by format: well-formed is valid', () => {
    expect(alfworldAgents.compact!()().parse('go desk 2', view)).toEqual({ text: 'go to desk 2', valid: true })
  })
  it('by admissibility: also listed now; the action itself is the same', () => {
    const agent = alfworldAgents.compact!({ validity: 'admissible' })()
    expect(agent.parse('go desk 2', view)).toEqual({ text: 'go to desk 2', valid: false })
    expect(agent.parse('go desk 1', view)).toEqual({ text: 'go to desk 1', valid: true })
    expect(agent.parse('desk go', view).valid).toBe(false)
  })
  it('refuses another word', () => {
    expect(() => alfworldAgents.compact!({ validity: 'always' as 'format' })).toThrow(/validity/)
  })
})
