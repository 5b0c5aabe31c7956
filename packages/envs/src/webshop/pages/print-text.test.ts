import { RandomStream, rootKey } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { initialState, stepShop } from '../shop.ts'
import { mugGoal, shoeGoal, smallShop } from '../small-shop.test-support.ts'
import { pageOf } from './build-page.ts'
import { admissibleActions, clickables } from './clickables.ts'
import { visibleTextNodes } from './html-reader.test-support.ts'
import type { Page, Segment } from './page.ts'
import { printHtml } from './print-html.ts'
import { printAfterInstruction, printText } from './print-text.ts'

const goals = [shoeGoal, mugGoal]

/** Pages met in keyed random play. */
function pagesMet(count: number): Page[] {
  const random = new RandomStream(rootKey(7))
  const pages: Page[] = []
  while (pages.length < count) {
    const shop = smallShop({
      compat: random.pick(['princeton', 'fixed'] as const),
      showAttributes: random.integer(2) === 1,
    })
    const goal = random.pick(goals)
    let state = initialState('s')
    for (let t = 0; t < 12; t++) {
      const page = pageOf(shop, goal, state)
      pages.push(page)
      const actions = ['search[red mug number]', 'search[mug <script>alert("&")</script>]', ...admissibleActions(page)]
      state = stepShop(shop, goal, state, random.pick(actions)).state
    }
  }
  return pages
}

const shown = (segment: Segment): string[] => {
  if (segment.kind === 'text') return [segment.text]
  if (segment.kind === 'button') return [segment.label]
  if (segment.kind === 'link') return [segment.asin]
  return segment.kind === 'option' ? [segment.value] : []
}

describe('text_rich', () => {
  it('is a line a text, buttons marked, opened products and chosen options marked as clicked', () => {
    const shop = smallShop({ compat: 'princeton' })
    const play = (...actions: string[]) =>
      printText(
        pageOf(
          shop,
          shoeGoal,
          actions.reduce((state, action) => stepShop(shop, shoeGoal, state, action).state, initialState('s')),
        ),
        'text_rich',
      )
    const head = `Instruction:\n${shoeGoal.instruction}\n[button] Back to Search [button_]\n`
    expect(play()).toBe(`WebShop\nInstruction:\n${shoeGoal.instruction}\n[button] Search [button_]\n`)
    expect(play('search[red]')).toBe(
      `${head}Page 1 (Total results: 1)\n[button] Next > [button_]\n\n[button] B000SHOE01 [button_]\nRed Running Shoe\n$20.0 to $30.5\n`,
    )
    expect(play('search[red]', 'click[b000shoe01]', 'click[< prev]')).toContain(
      '\n\n[clicked button] B000SHOE01 [clicked button_]\n',
    )
    expect(play('search[red]', 'click[b000shoe01]', 'click[red]', 'click[9]')).toBe(
      `You have clicked 9.\nYou have clicked red.\n${head}[button] < Prev [button_]\ncolor\n  [clicked button] red [clicked button_]\n` +
        '  [button] dark blue [button_]\nsize\n  [button] 8 [button_]\n  [clicked button] 9 [clicked button_]\n  [button] 8 [button_]\n' +
        'Red Running Shoe\nPrice: $20.0 to $30.5\nRating: N.A.\n[button] Description [button_]\n[button] Features [button_]\n' +
        '[button] Reviews [button_]\n[button] Buy Now [button_]\n',
    )
  })
})

describe('the printers of a page', () => {
  const pages = pagesMet(1500)

  it('meet every kind of page', () => {
    expect(new Set(pages.map(({ kind }) => kind)).size).toBe(8)
  })

  it('print the same texts in the same order', () => {
    for (const page of pages) {
      const texts = page.segments.flatMap(shown)
      expect(printText(page, 'text').split(' [SEP] ')).toEqual(texts)
      expect(printText(page, 'text_marked').replaceAll('[SEP] [x] ', '[SEP] ').split(' [SEP] ')).toEqual(texts)
      expect(visibleTextNodes(printHtml(page, { bare: true }))).toEqual(texts)
      const rich = printText(page, 'text_rich').replace(/^(You have clicked .*\n)*/, '')
      expect(rich.replace(/ *\[(clicked )?button\] | \[(clicked )?button_\]/g, '').replaceAll('\n\n', '\n')).toBe(
        texts
          .map((text) => `${text}\n`)
          .join('')
          .replaceAll('\n\n', '\n'),
      )
    }
  })

  it('list for clicking only what they show', () => {
    for (const page of pages) {
      const texts = new Set(printText(page, 'text').toLowerCase().split(' [sep] '))
      for (const click of clickables(page)) expect(texts).toContain(click)
      expect(new Set(clickables(page)).size).toBe(clickables(page).length)
    }
  })

  it('leave out the instruction for verl-agent and anchors', () => {
    for (const page of pages) {
      const text = printAfterInstruction(page, 'text')
      if (page.kind === 'done') expect(text).toBe(printText(page, 'text'))
      else expect(printText(page, 'text')).toMatch(/^(WebShop \[SEP\] )?Instruction: \[SEP\] /)
      expect(printText(page, 'text').endsWith(text)).toBe(true)
      expect(text).not.toContain('Find me')
    }
  })
})
