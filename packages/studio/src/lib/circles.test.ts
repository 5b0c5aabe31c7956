import { expect, it } from 'vitest'
import { circles, stepsBack } from './circles.ts'
import { episodeView } from './episodes.test-support.ts'
import { batchOfEpisodes } from './rows-of-episodes.ts'

const walk = (member: number, ...anchors: string[]) =>
  episodeView({ member, steps: anchors.map((anchor) => ({ anchor, reward: 0 })) })
const batch = batchOfEpisodes([walk(0, 'a', 'b', 'a', 'a', 'c'), walk(1, 'a', 'c', 'd')])

it('tells steps back from steps on; the last step leads nowhere', () => {
  expect(stepsBack(batch)).toEqual([false, true, true, false, undefined, false, false, undefined])
})

it('compares them where one state has both', () => {
  // Only a has: back by row 2; on by rows 0, 3 and 5.
  expect(circles(batch, [...batch.steps.keys()], [1, 9, -4, 2, 9, 3, 9, 9])).toEqual({
    back: { steps: 1, mean: -4 },
    on: { steps: 3, mean: 2 },
  })
  expect(circles(batch, [0, 1], [1, 1]).back.steps).toBe(0)
})
