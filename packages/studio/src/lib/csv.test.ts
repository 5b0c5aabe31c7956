import { expect, it } from 'vitest'
import { toCsv } from './csv.ts'

it('quotes what needs it and leaves gaps empty', () => {
  expect(
    toCsv(
      ['x', 'a,"b"'],
      [
        [1, 0.1 + 0.2],
        [2, null],
        ['line\nbreak', undefined],
      ],
    ),
  ).toBe('x,"a,""b"""\r\n1,0.30000000000000004\r\n2,\r\n"line\nbreak",\r\n')
})
