import { describe, expect, it } from 'vitest'
import { parseEpisode } from './parse-episode.ts'

const place = { iteration: 4, index: 2, memberOf: () => 5 }
const least = {
  group: 'g',
  steps: [
    { anchor: 'a', reward: 1 },
    { anchor: 'b', reward: 2 },
  ],
}

describe('a line of an episode file', () => {
  it('needs a group, and of each step anchor and reward', () => {
    expect(parseEpisode(least, place)).toEqual({
      view: {
        iteration: 4,
        index: 2,
        group: 'g',
        task: { id: 'g', index: 0, type: '' },
        member: 5,
        seed: 0,
        success: true,
        return: 3,
        stop: 'terminated',
        finalAnchor: 'end of member 5',
        steps: [
          { t: 0, observation: '', anchor: 'a', action: '', valid: true, reward: 1, tokens: 0, advantage: null },
          { t: 1, observation: '', anchor: 'b', action: '', valid: true, reward: 2, tokens: 0, advantage: null },
        ],
      },
      sampled: [
        { t: 0, policyVersion: 0, prompt: [], completion: [], logprobs: [] },
        { t: 1, policyVersion: 0, prompt: [], completion: [], logprobs: [] },
      ],
    })
  })

  it('keeps what critics and greedy episodes said, and drops facts that are no facts', () => {
    const step = {
      anchor: 'a',
      reward: 0,
      values: [0.5, 1],
      completion: [1, 2],
      info: { won: true, odd: [1], n: null },
    }
    const parsed = parseEpisode({ group: 'g', finalValue: 0.25, greedyReturn: 10, error: 'late', steps: [step] }, place)
    expect(parsed).toMatchObject({
      view: { finalValue: 0.25, greedyReturn: 10, error: 'late', steps: [{ values: [0.5, 1], tokens: 2 }] },
    })
    expect(typeof parsed === 'object' && parsed.view.steps[0]!.info).toEqual({ won: true })
  })

  it('says why a line is none', () => {
    const not: [unknown, string][] = [
      [null, 'no episode'],
      [[], 'no episode'],
      [{ steps: [] }, 'group'],
      [{ group: 'g' }, 'steps'],
      [{ ...least, stop: 'bored' }, '"bored"'],
      [{ group: 'g', steps: [7] }, 'step 0: this is no step'],
      [{ group: 'g', steps: [least.steps[0], { anchor: 'a' }] }, 'step 1: the reward'],
      [{ group: 'g', steps: [{ reward: 1 }] }, 'step 0: the anchor'],
      [{ group: 'g', steps: [{ anchor: 'a', reward: Number.POSITIVE_INFINITY }] }, 'the reward'],
    ]
    for (const [value, reason] of not) expect(parseEpisode(value, place)).toContain(reason)
  })
})
