import { expect, it } from 'vitest'
import { placeLabels } from './place-labels.ts'

const at = (x: number, y: number) => ({ x, y })

it('moves a name out of the way, and leaves it out where there is no room', () => {
  const draft = { at: at(100, 100), text: 'go to shelf 1' }
  expect(
    placeLabels(
      Array.from({ length: 7 }, () => draft),
      [],
    ).map((label) => label.at.y),
  ).toEqual([...[103.5, 91.5, 115.5, 79.5, 127.5]])
})

it('covers no state', () => {
  const state = { x: 100, y: 100, width: 120, height: 40 }
  const label = (y: number) => ({ at: at(100, y), text: 'open fridge 1' })
  expect(placeLabels([label(100)], [state])).toEqual([])
  expect(placeLabels([label(84)], [state])[0]!.at.y).toBeLessThan(80)
  expect(placeLabels([{ at: at(300, 100), text: 'far' }], [state])).toEqual([{ at: at(300, 103.5), text: 'far' }])
})
