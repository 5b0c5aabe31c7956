import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addresses } from './addresses.ts'
import { staticDataFile, staticDataScript } from './static-site.ts'

it('names the files of addresses', () => {
  expect(staticDataFile(addresses.runs)).toBe('data/runs.js')
  expect(staticDataFile(addresses.episode('first', 12, 3))).toBe('data/runs_.first_.episodes_.12_.3.js')
  expect(staticDataFile(addresses.group('study/A', 1, '1/0'))).toBe(
    'data/runs_.study_00252_0046_0041_.groups_.1_.1_00252_00460.js',
  )
})

it('gives different addresses different safe names, ignoring case too', () => {
  const text = fc.array(fc.nat(0xd7ff), { maxLength: 300 }).map((codes) => String.fromCharCode(...codes))
  const id = fc.oneof(fc.constantFrom('a', 'A', 'a/b', 'a.b', 'a_b', '%2F', '..', 'é', 'x'.repeat(400)), text)
  const address = fc.tuple(id, id).map(([run, group]) => addresses.group(run, 1, group))
  fc.assert(
    fc.property(address, address, (a, b) => {
      const [one, two] = [staticDataFile(a), staticDataFile(b)]
      expect(one).toMatch(/^data\/[a-z0-9._-]{1,240}\.js$/)
      expect(one.toLowerCase() === two.toLowerCase()).toBe(a === b)
    }),
  )
})

it('writes scripts that put back any JSON at its address', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), (address, value) => {
      const place: { gigpoStudioData: Record<string, unknown> } = { gigpoStudioData: {} }
      new Function('globalThis', staticDataScript(address, value))(place)
      expect(JSON.stringify(place.gigpoStudioData[address])).toBe(JSON.stringify(value))
    }),
  )
})
