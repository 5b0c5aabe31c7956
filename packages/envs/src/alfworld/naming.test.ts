import { describe, expect, it } from 'vitest'
import { nameEntities } from './naming.ts'

describe('nameEntities', () => {
  it('hands numbers out from the highest downwards in the order of ids', () => {
    const names = nameEntities([
      'drawer_bar_c',
      'drawer_bar_a',
      'drawer_bar_b',
      'drawer_bar_a',
      'desk_bar__plus_1_dot_2',
    ])
    expect([...names]).toEqual([
      ['desk_bar__plus_1_dot_2', 'desk 1'],
      ['drawer_bar_a', 'drawer 3'],
      ['drawer_bar_b', 'drawer 2'],
      ['drawer_bar_c', 'drawer 1'],
    ])
  })

  it('tells basins from the sinks they belong to', () => {
    const names = nameEntities(['sink_bar_x', 'sink_bar_x_bar_sinkbasin', 'bathtub_bar_y_bar_bathtubbasin'])
    expect(names.get('sink_bar_x')).toBe('sink 1')
    expect(names.get('sink_bar_x_bar_sinkbasin')).toBe('sinkbasin 1')
    expect(names.get('bathtub_bar_y_bar_bathtubbasin')).toBe('bathtubbasin 1')
  })

  it('leaves ids without a place as they are, with the trailing space of the reference', () => {
    expect(nameEntities(['alice']).get('alice')).toBe('alice ')
  })
})
