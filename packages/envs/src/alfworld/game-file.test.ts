import { GigpoError } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { type Game, stripCommand, TASK_PLACEHOLDER } from './game.ts'
import { parseGameFile, parseGameRecord, toGameFile } from './game-file.ts'
import { smallGame } from './generic/small-game.test-support.ts'

const { id } = smallGame
const file = (changes: Record<string, unknown>): string =>
  JSON.stringify({ ...JSON.parse(toGameFile(smallGame)), ...changes })

describe('parseGameFile', () => {
  it('reads back what toGameFile wrote, the task cut out of the grammar', () => {
    const odd: Game = { ...smallGame, task: 'put "a" \\ $& apple\nin drawer.', solvable: null, walkthrough: null }
    for (const game of [smallGame, odd]) {
      const text = toGameFile(game)
      expect(Object.keys(JSON.parse(text))).toEqual([
        'pddl_domain',
        'grammar',
        'pddl_problem',
        'solvable',
        'walkthrough',
      ])
      expect(text).not.toContain(TASK_PLACEHOLDER)
      expect(parseGameFile(text, { id })).toEqual(game)
    }
  })

  it('takes split and task type from the id where it has them', () => {
    expect(parseGameFile(toGameFile(smallGame), { id: 'mine' })).toMatchObject({
      split: 'unknown',
      taskType: 'unknown',
    })
    expect(parseGameFile(toGameFile(smallGame), { id: 'train/odd/trial' })).toMatchObject({
      split: 'train',
      taskType: 'unknown',
    })
  })

  it('has null for what a file leaves open, and no task where the grammar has none', () => {
    const open = parseGameFile(file({ solvable: undefined, walkthrough: undefined, grammar: '' }), { id })
    expect([open.solvable, open.walkthrough, open.task]).toEqual([null, null, ''])
    expect(parseGameFile(file({ solvable: false }), { id }).solvable).toBe(false)
  })

  it.each([
    ['', 'not JSON'],
    ['{', 'not JSON'],
    ['null', 'JSON object'],
    ['[]', 'JSON object'],
    ['{}', '"grammar" must be a text, received nothing'],
    [file({ pddl_problem: 1 }), '"pddl_problem" must be a text, received 1'],
    [file({ pddl_domain: undefined }), '"pddl_domain" must be a text'],
    [file({ solvable: 'yes' }), '"solvable" must be'],
    [file({ walkthrough: 'look' }), '"walkthrough" must be'],
    [file({ walkthrough: [1] }), '"walkthrough" must be'],
    [file({ grammar: '"Your task is to: \\q"' }), 'task sentence'],
    [file({ grammar: '"Your task is to: \\' }), 'task sentence'],
  ])('refuses %.40s', (text, message) => {
    try {
      parseGameFile(text, { id })
      expect.unreachable()
    } catch (error) {
      if (!GigpoError.isInstance(error)) throw error
      expect([error.code, error.where]).toEqual(['data', id])
      expect(error.message).toContain(message)
    }
  })
})

describe('parseGameRecord', () => {
  const { domain, grammar, problem, taskType, ...rest } = smallGame
  const record = { ...rest, task_type: taskType, pddl_problem: problem, scene: 1 }

  it('completes a line with the shared texts', () => {
    expect(parseGameRecord(JSON.stringify(record), { domain, grammar })).toEqual(smallGame)
  })

  it.each(['id', 'split', 'task_type', 'task', 'pddl_problem'])('refuses a line without %s', (key) => {
    expect(() => parseGameRecord(JSON.stringify({ ...record, [key]: undefined }), { domain, grammar })).toThrow(
      `"${key}"`,
    )
  })
})

describe('stripCommand', () => {
  it('strips what Python strips', () => {
    expect(stripCommand('\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2028\u3000\t\n\v\f\r look \n')).toBe('look')
    expect(stripCommand('\ufefflook\u200b')).toBe('\ufefflook\u200b')
    expect(stripCommand(' \n')).toBe('')
  })
})
