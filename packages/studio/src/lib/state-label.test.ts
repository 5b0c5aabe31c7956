import { expect, it } from 'vitest'
import { cut, stateLabels, withoutSharedBeginnings } from './state-label.ts'

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

it('puts what is rarest behind a beginning that others share', () => {
  const item = (chosen: string) =>
    `size [SEP] ${chosen === 'S' ? '[x] S' : 'S'} [SEP] ${chosen === 'M' ? '[x] M' : 'M'} [SEP] A dress`
  expect([...stateLabels([item(''), item('S'), item('M')]).values()]).toEqual([
    'size · S · M · A dress',
    'size · [x] S · M · A dress',
    'size · [x] M · S · A dress',
  ])
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

it('leaves out the words with which three and more begin', () => {
  const labels = [
    'You arrive at shelf 1.',
    'You arrive at shelf 2.',
    'You arrive at sofa 1.',
    'You open it.',
    'Nothing',
  ]
  expect([...withoutSharedBeginnings(new Map(labels.map((label) => [label, label]))).values()]).toEqual([
    ...['…shelf 1.', '…shelf 2.', '…sofa 1.', 'You open it.', 'Nothing'],
  ])
})
