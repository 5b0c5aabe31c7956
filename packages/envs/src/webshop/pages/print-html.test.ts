import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeHtml, visibleTextNodes } from './html-reader.test-support.ts'
import type { Page, Segment } from './page.ts'
import { printHtml } from './print-html.ts'

const text = (role: (Segment & { kind: 'text' })['role'], value: string): Segment => ({
  kind: 'text',
  role,
  text: value,
})
const button = (label: string): Segment => ({ kind: 'button', label, clickable: true })
const top = (instruction: string): Segment[] => [text('label', 'Instruction:'), text('instruction', instruction)]

/** Pages of every kind around arbitrary product text. */
function pagesOf(title: string, value: string, instruction: string): Page[] {
  const item = `s/B0/${encodeURIComponent(value)}/2`
  const option = (group: string, chosen: boolean): Segment => ({ kind: 'option', group, value, chosen })
  return [
    {
      kind: 'index',
      url: '/s',
      segments: [
        text('shop', 'WebShop'),
        ...top(instruction),
        { kind: 'input', name: 'search_query' },
        button('Search'),
      ],
    },
    {
      kind: 'results',
      url: '/search_results/s/a+b/2',
      segments: [
        ...top(instruction),
        button('Back to Search'),
        text('header', 'Page 2 (Total results: 50)'),
        button('< Prev'),
        button('Next >'),
        ...[true, false].flatMap((visited): Segment[] => [
          { kind: 'link', asin: 'B0', product: 0, visited },
          text('title', title),
          text('price', '$10.0 to $20.0'),
        ]),
      ],
    },
    {
      kind: 'item',
      url: `/item_page/${item}/${encodeURIComponent(JSON.stringify({ size: value }))}`,
      segments: [
        ...top(instruction),
        button('Back to Search'),
        button('< Prev'),
        text('option-name', 'size'),
        option('size', true),
        text('option-name', title),
        option(title, false),
        text('title', title),
        text('price', 'Price: $10.0'),
        text('rating', 'Rating: N.A.'),
        button('Description'),
        button('Features'),
        button('Reviews'),
        button('Buy Now'),
      ],
    },
    {
      kind: 'features',
      url: `/item_sub_page/${item}/Features/%7B%7D`,
      segments: [
        ...top(instruction),
        button('Back to Search'),
        button('< Prev'),
        text('bullet', title),
        text('bullet', ''),
      ],
    },
    { kind: 'done', url: '/done/s/B0/%7B%7D', segments: [text('receipt', 'Thank you'), text('receipt', title)] },
  ]
}

const shown = (page: Page): string[] =>
  page.segments.flatMap((segment) => {
    if (segment.kind === 'input') return []
    if (segment.kind === 'text') return [segment.text]
    if (segment.kind === 'button') return [segment.label]
    return [segment.kind === 'link' ? segment.asin : segment.value]
  })

const hostile = fc.oneof(
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</main></title></style><!--',
    '&lt;b&gt; &amp;',
    '\0<\0script>',
    ']]>',
    '',
    ' ',
  ),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'<>"\'&/=! \n\r\0a;#-') }),
)

describe('the HTML of a page', () => {
  it('has the text nodes of the page in order, whatever the products say', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, fc.boolean(), (title, value, instruction, bare) => {
        for (const page of pagesOf(title, value, instruction)) {
          const expected = shown(page)
            .map((part) => part.replaceAll('\0', '\ufffd'))
            .filter((part) => part.trim() !== '' || !part.includes('\n'))
            .map((part) => part.trim())
          expect(visibleTextNodes(printHtml(page, { bare }))).toEqual(expected)
        }
      }),
    )
  })

  it('leads to the addresses of the original', () => {
    const [index, results, item, features] = pagesOf('Shoe', 'red', 'buy').map((page) =>
      [...printHtml(page).matchAll(/(?:href|action)="([^"]*)"/g)].map(([, url]) =>
        decodeURIComponent(decodeHtml(url!)),
      ),
    )
    expect(index).toEqual(['/s'])
    expect(results).toEqual([
      '/s',
      '/search_results/s/a+b/1',
      '/search_results/s/a+b/3',
      '/item_page/s/B0/a+b/2/{}',
      '/item_page/s/B0/a+b/2/{}',
    ])
    expect(item).toEqual([
      '/s',
      '/search_results/s/red/2',
      '/item_page/s/B0/red/2/{"size": "red", "Shoe": "red"}',
      '/item_page/s/B0/red/2/{"size": "red", "Shoe": "red"}',
      '/item_sub_page/s/B0/red/2/Description/{"size": "red"}',
      '/item_sub_page/s/B0/red/2/Features/{"size": "red"}',
      '/item_sub_page/s/B0/red/2/Reviews/{"size": "red"}',
      '/done/s/B0/{"size": "red"}',
    ])
    expect(features).toEqual(['/s', '/item_page/s/B0/red/2/{}'])
  })

  it('marks what is chosen and what was visited', () => {
    const [, results, item] = pagesOf('Shoe', 'red', 'buy').map((page) => printHtml(page))
    expect(item!.match(/aria-pressed="(true|false)"/g)).toEqual(['aria-pressed="true"', 'aria-pressed="false"'])
    expect(results!.match(/class="card( visited)?"/g)).toEqual(['class="card visited"', 'class="card"'])
  })
})
