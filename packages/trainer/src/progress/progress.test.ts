import { describe, expect, it } from 'vitest'
import { createProgress, formatDuration, silentProgress } from './index.ts'

function record(isTTY: boolean, columns = 80) {
  const written: string[] = []
  let time = 0
  return {
    written,
    wait: (ms: number) => {
      time += ms
    },
    options: { stream: { isTTY, columns, write: (text: string) => written.push(text) }, now: () => time },
  }
}

describe('createProgress', () => {
  it('redraws one line on a terminal, at most every 100 ms', () => {
    const { written, wait, options } = record(true)
    const progress = createProgress({ label: 'train', total: 10, ...options })
    progress.update(0)
    wait(50)
    progress.update(1)
    wait(2950)
    progress.update(2, 'success 41 %')
    progress.note('alarm: entropy')
    wait(12_000)
    progress.update(10)
    progress.finish()
    progress.finish()
    progress.update(11)
    const clear = '\r\u001b[2K'
    expect(written).toEqual([
      `${clear}train 0/10`,
      `${clear}train 2/10  success 41 %  1.5 s each  12 s left`,
      `${clear}alarm: entropy\n`,
      `${clear}train 2/10  success 41 %  1.5 s each  12 s left`,
      `${clear}train 10/10  success 41 %  1.5 s each  took 15 s`,
      `${clear}train 10/10  success 41 %  1.5 s each  took 15 s`,
      '\n',
    ])
  })

  it('cuts the live line to the width of the terminal', () => {
    const { written, options } = record(true, 12)
    createProgress({ label: 'a long label', total: 10, ...options }).update(1)
    expect(written[0]).toBe('\r\u001b[2Ka long lab…')
  })

  it('writes a plain line every five seconds elsewhere, without control characters', () => {
    const { written, wait, options } = record(false)
    const progress = createProgress({ label: 'import', total: null, ...options })
    for (let done = 0; done < 1200; done++) {
      progress.update(done)
      wait(10)
    }
    progress.finish('done')
    expect(written).toEqual([
      'import 0\n',
      'import 500  100/s\n',
      'import 1000  100/s\n',
      'import 1199  done  99.9/s\n',
    ])
  })

  it('does not count what was done before', () => {
    const { written, wait, options } = record(false)
    const progress = createProgress({ label: 'train', total: 60, start: 50, ...options })
    wait(10_000)
    progress.update(51)
    expect(written).toEqual(['train 51/60  10.0 s each  1:30 left\n'])
  })

  it('is silent as a null object', () => {
    silentProgress.update(1)
    silentProgress.note('x')
    silentProgress.finish()
  })
})

it.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [59.6, '1:00'],
  [187, '3:07'],
  [3765, '1:02:45'],
])('formats %d seconds', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text)
})
