import { expect, it } from 'vitest'
import { cut, stateLabels } from './state-label.ts'

it('leaves out what most states say', () => {
  const page = (rest: string) => `Instruction: [SEP] Find me a mug [SEP] Back to Search [SEP] ${rest}`
  const labels = stateLabels([
    page('Page 1 [SEP] A mug'),
    page('Page 2 [SEP] A cup'),
    page('< Prev [SEP] A mug'),
    'Search',
  ])
  expect([...labels.values()]).toEqual(['Page 1 · A mug', 'Page 2 · A cup', '< Prev · A mug', 'Search'])
})

it('keeps everything where little is there to compare, and says so where there is nothing', () => {
  expect([...stateLabels(['You open it. A mug is in it.', '']).values()]).toEqual([
    'You open it. · A mug is in it.',
    'nothing to see',
  ])
  const same = ['A hall.', 'A hall. ', 'A hall.\n', ' A hall.']
  expect([...stateLabels(same).values()]).toEqual(same.map(() => 'A hall.'))
})

it('cuts by characters, not by halves of them', () => {
  expect([cut('abc', 3), cut('abcd', 3), cut('😀😀😀', 2)]).toEqual(['abc', 'ab…', '😀…'])
})
