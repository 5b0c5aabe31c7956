import { describe, expect, it } from 'vitest'
import { episodeMatches, findMatch, searchWords } from './search-words.ts'

const step = (t: number, observation: string, action: string, thought?: string) => ({
  t,
  observation,
  action,
  anchor: '',
  valid: true,
  reward: 0,
  tokens: 1,
  advantage: null,
  ...(thought === undefined ? {} : { thought }),
})
const episode = {
  task: { id: 'pick-7', index: 7, type: 'pick_heat' },
  steps: [
    step(0, 'You are in the kitchen. You see a Microwave 12.', 'go to microwave 12', 'I need the apple first'),
    step(1, `${'far away '.repeat(20)}a red mug`, 'take mug 1 from table 2'),
  ],
}

describe('a search', () => {
  it('takes runs of letters and digits as words', () => {
    expect(searchWords('Click[B09-X] 2 Äpfel!')).toEqual(['click', 'b09', 'x', '2', 'äpfel'])
    expect(searchWords('…')).toEqual([])
  })

  it('needs every word somewhere in the episode, and numbers whole', () => {
    const found = ['', 'MICRO', 'apple mug', 'pick_heat', 'take 12', 'pick-7', 'mug!']
    const not = ['pear', 'apple pear', '1 3', 'microwave 22']
    expect(found.filter((search) => !episodeMatches(search, episode))).toEqual([])
    expect(not.filter((search) => episodeMatches(search, episode))).toEqual([])
    expect(episodeMatches('2', { ...episode, steps: [episode.steps[0]!] })).toBe(false)
  })

  it('shows where most of its words are', () => {
    expect(findMatch('red mug', episode)).toEqual({ t: 1, text: expect.stringMatching(/^….{20,}a red mug$/) })
    expect(findMatch('apple', episode)).toEqual({ t: 0, text: 'I need the apple first' })
    expect(findMatch('pick_heat', { ...episode, steps: [] })).toBeUndefined()
  })
})
