// A page as the texts an agent reads. `text` and `text_rich` are the original's modes: the visible texts of the page, joined
// by ` [SEP] ` or one a line with buttons marked. `text` does not show which options are chosen, so an item page reads the
// same before and after a choice; `text_marked` is our own and is `text` with `[x] ` before every chosen option.
import type { Page, Segment } from './page.ts'

export type TextMode = 'text' | 'text_rich' | 'text_marked'

const SEPARATOR = ' [SEP] '

export function printText(page: Page, mode: TextMode): string {
  return printSegments(page.segments, mode)
}

/** What comes after the instruction: the page as verl-agent shows it to the policy. The whole page where it has none. */
export function printAfterInstruction(page: Page, mode: TextMode): string {
  const instruction = page.segments.findIndex((segment) => segment.kind === 'text' && segment.role === 'instruction')
  return printSegments(page.segments.slice(instruction + 1), mode)
}

function printSegments(segments: readonly Segment[], mode: TextMode): string {
  return mode === 'text_rich' ? printRich(segments) : joinSegments(segments, mode)
}

function joinSegments(segments: readonly Segment[], mode: 'text' | 'text_marked'): string {
  const texts: string[] = []
  for (const segment of segments) {
    if (segment.kind === 'text') texts.push(segment.text)
    else if (segment.kind === 'button') texts.push(segment.label)
    else if (segment.kind === 'link') texts.push(segment.asin)
    else if (segment.kind === 'option')
      texts.push(mode === 'text_marked' && segment.chosen ? `[x] ${segment.value}` : segment.value)
  }
  return texts.join(SEPARATOR)
}

/** The last chosen option on the page is announced first, as in the original, which puts each before the text so far. */
function printRich(segments: readonly Segment[]): string {
  let announced = ''
  let text = ''
  for (const segment of segments) {
    if (segment.kind === 'text') text += `${segment.text}\n`
    else if (segment.kind === 'button') text += `${button(segment.label, false)}\n`
    else if (segment.kind === 'link') text += `\n${button(segment.asin, segment.visited)}\n`
    else if (segment.kind === 'option') {
      text += `  ${button(segment.value, segment.chosen)}\n`
      if (segment.chosen) announced = `You have clicked ${segment.value}.\n${announced}`
    }
  }
  return announced + text
}

function button(text: string, isClicked: boolean): string {
  return isClicked ? `[clicked button] ${text} [clicked button_]` : `[button] ${text} [button_]`
}
