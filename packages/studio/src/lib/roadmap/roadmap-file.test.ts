import { GigpoError } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { emptyRoadmap, parseRoadmap, sign, unsign } from './roadmap-file.ts'

const signature = { gate: 'failure-review', by: ' Ada ', date: '2026-01-31', note: 'Read all eight.' }

describe('roadmap.json', () => {
  it('is empty where there is none, and comes back as it was written', () => {
    expect(parseRoadmap(null)).toEqual(emptyRoadmap)
    const signed = sign({ ...emptyRoadmap, run: 'study/a', target: 0.8 }, signature)
    expect(parseRoadmap(JSON.parse(JSON.stringify(signed)))).toEqual(signed)
    expect(signed.signatures).toEqual([{ ...signature, by: 'Ada' }])
  })

  it.each([
    ['another version', { ...emptyRoadmap, version: 2 }, 'version'],
    ['a target above 1', { ...emptyRoadmap, target: 90 }, 'target'],
    ['a date that is none', { ...emptyRoadmap, signatures: [{ ...signature, date: 'today' }] }, 'signatures.0.date'],
    ['an unknown field', { ...emptyRoadmap, gates: [] }, 'gates'],
    ['no object', 'text', 'not a roadmap'],
  ])('refuses %s and names it', (_, value, text) => {
    try {
      parseRoadmap(value)
      expect.unreachable()
    } catch (error) {
      expect(GigpoError.isInstance(error) && error.code === 'data' && error.message).toContain(text)
    }
  })
})

describe('signing', () => {
  it('replaces an earlier signature, and can be taken back', () => {
    const twice = sign(sign(emptyRoadmap, signature), { ...signature, note: 'Again.' })
    expect(twice.signatures.map(({ note }) => note)).toEqual(['Again.'])
    expect(unsign(twice, 'failure-review').signatures).toEqual([])
    expect(() => unsign(emptyRoadmap, 'failure-review')).toThrow(/not signed/)
  })

  it('needs a gate of the plan, a name and a note', () => {
    expect(() => sign(emptyRoadmap, { ...signature, gate: 'failure-reviw' })).toThrow(/failure-review\?/)
    expect(() => sign(emptyRoadmap, { ...signature, by: ' ' })).toThrow(/--by/)
    expect(() => sign(emptyRoadmap, { ...signature, note: '' })).toThrow(/--note/)
  })
})
