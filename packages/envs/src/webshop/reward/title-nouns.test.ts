import { describe, expect, it } from 'vitest'
import { titleNouns } from './title-nouns.ts'

/** Share of the first title's nouns that the second has. */
function titleScore(wanted: string, bought: string): number {
  const nouns = titleNouns(wanted)
  const others = new Set(titleNouns(bought))
  return new Set(nouns.filter((noun) => others.has(noun))).size / nouns.length
}

describe('titleNouns', () => {
  it('keeps names and things, drops numbers, adjectives and function words', () => {
    expect(titleNouns("Women's Waterproof Running Shoes, Size 9 (Black) for the Table")).toEqual([
      'women',
      'running',
      'shoes',
      'size',
      'table',
    ])
    expect(titleNouns('D.O.N. Issue 2 DVD/VCR SC-HT830V Dog Bed, Printed.')).toEqual([
      'd.o.n.',
      'issue',
      'dvd',
      'vcr',
      'sc',
      'ht830v',
      'dog',
      'bed',
    ])
    expect(titleNouns('')).toEqual([])
  })

  // The original's own figures are .333, .30, .15 and 0; what counts is the side of .1 and of .2.
  const cord =
    'BRST AC Power Cord Outlet Socket Cable Plug Lead for Panasonic SC-HT830V DVD/VCR Combo Home Theater System'
  it.each([
    [
      'Mens D.O.N. Issue 2 Gca Basketball Sneakers Shoes Casual - Off White',
      'PEAK High Top Mens Basketball Shoes Lou Williams Streetball Master Breathable Non Slip Outdoor Sneakers',
      0.571,
    ],
    [
      'Saireed UL Listed 2 Prong Power Cord for JBL Bar 3.1 Bar 2.1 Channel 4K Ultra HD Soundbar Home Theater System Subwoofer',
      cord,
      0.333,
    ],
    ['Saireed UL Listed 2 Prong Power Cord for JBL Bar 3.1 Bar 2.1 Channel 4K Ultra HD Soundbar', cord, 0.182],
    [
      'Rusticware 921ORB Kitchen and Bath Cabinet Knob',
      'Minkissy 2pcs Stainless Steel Eyebrow Tweezers Blackhead Acne Remover Portable Makeup Tweezers (Silver)',
      0,
    ],
  ])('puts the titles of the original tests in its bands: %j', (wanted, bought, score) => {
    expect(titleScore(wanted, bought)).toBeCloseTo(score, 3)
  })
})
