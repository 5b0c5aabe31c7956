// Which drawing a product gets, by the words of its texts.
import { homeDrawings } from './drawings-home.ts'
import { thingDrawings } from './drawings-things.ts'
import type { Draw } from './strokes.ts'

const drawings: ReadonlyMap<string, Draw> = new Map(Object.entries({ ...homeDrawings, ...thingDrawings }))

/** Which words name which shape: the first rule with a word in the text decides, so narrow words come before wide ones. */
const words: readonly (readonly [string, string])[] = [
  ['shirt', 'dress shirt'],
  ['toothbrush', 'toothbrush, teeth, tongue, floss, toothpick, dental, denture, orthodont'],
  ['tube', 'toothpaste, sunscreen, hand cream, lip balm, gel, ointment'],
  ['pump', 'shampoo, conditioner, lotion, body wash, soap, mouthwash, cleanser, sanitizer'],
  ['lipstick', 'lip, lipstick, mascara, eyeliner'],
  ['palette', 'palette, eyeshadow, eyes makeup, blush, makeup set, face makeup, body makeup'],
  ['brush', 'makeup brush, brush, makeup tool'],
  ['comb', 'comb, wig, hair extension, hair cutting, hair accessor, styling tool'],
  [
    'bottle',
    'perfume, fragrance, serum, oil, cologne, spray, hair color, hair coloring, refillable, deodorant, wine, beer, vinegar, syrup, water bottle',
  ],
  ['jar', 'cream, butter, mask, scrub, balm, jam, honey, sauce, dip, spread, yogurt, vitamin, supplement'],
  ['candle', 'candle'],
  ['sock', 'sock, hosiery, stocking, tights'],
  ['boot', 'boot, safety footwear'],
  ['heel', 'pump, heel'],
  ['sandal', 'sandal, slipper, mule, clog, flip'],
  ['shoe', 'shoe, sneaker, loafer, oxford, flats, footwear, slip-on'],
  ['underwear', 'underwear, lingerie, brief, boxer, swimsuit, bikini, bra, panties'],
  ['hoodie', 'hoodie, sweatshirt, sweater, jacket, coat, cardigan, vest, blazer, suit, fleece'],
  ['dress', 'dress, skirt, gown, romper, jumpsuit, nightgown'],
  ['shorts', 'shorts'],
  ['trousers', 'pants, jeans, trousers, leggings, joggers, overalls, activewear'],
  ['shirt', 'shirt, t-shirt, tee, tank, blouse, polo, henley, tops, bodysuit, pajama, robe, lounge'],
  ['ring', 'ring, necklace, earring, bracelet, jewel, piercing, pendant necklace'],
  ['watch', 'watch, smartwatch, wearable'],
  ['bag', 'bag, backpack, handbag, tote, purse, luggage, wallet'],
  ['sofa', 'sofa, couch, loveseat, futon, sectional, living room set'],
  ['stool', 'stool, ottoman, bar stool, pouf'],
  ['chair', 'chair, recliner, dining set, rocker'],
  ['bed', 'bed, bedframe, mattress, headboard, crib'],
  ['pillow', 'pillow, cushion'],
  ['blanket', 'blanket, throw, towel, sheet, duvet, quilt, rug, mat, doormat, comforter'],
  ['curtain', 'curtain, window covering, drape, blinds, shade'],
  ['lamp', 'lamp, sconce, chandelier, pendant, lantern, light fixture, string light, lighting'],
  ['mirror', 'mirror, vanity, vanities'],
  ['frame', 'wall art, frame, poster, canvas, painting, print, decal'],
  ['shelves', 'shelf, shelves, bookcase, book case, rack, bookshelf, hall tree'],
  ['cabinet', 'cabinet, dresser, wardrobe, armoire, sideboard, buffet, nightstand, drawer, tv stand, storage'],
  ['table', 'table, desk, island, bench, console table'],
  ['plant', 'plant, planter, flower, succulent, fern, garden, seed'],
  ['headphones', 'headphone, headset, earbud, earphone'],
  ['speaker', 'speaker, soundbar, subwoofer, boombox, surround, home theater'],
  ['camera', 'camera, photography, lens, flash, binocular, scope, tripod, webcam, surveillance, camcorder'],
  ['tablet', 'tablet, ipad, e-reader, kindle'],
  ['phone', 'phone, iphone, smartphone, screen protector, phone case, power bank'],
  ['gamepad', 'gamepad, controller, xbox, playstation, nintendo, game, virtual reality, remote'],
  ['battery', 'battery, batteries, charger, power'],
  ['cable', 'cable, hdmi, adapter, cord, usb, antenna'],
  ['screen', 'tv, television, monitor, laptop, computer, projector, projection, mac, keyboard'],
  ['receiver', 'receiver, amplifier, player, recorder, vcr, turntable, radio, router, streaming, printer, signal'],
  ['carton', 'milk, juice, broth, creamer, carton, puree'],
  ['cup', 'coffee, tea, cocoa, mug, espresso, cup'],
  ['can', 'soda, beverage, drink, can, canned, soup, tuna, beans, energy'],
  [
    'pouch',
    'snack, chips, cookie, cracker, candy, chocolate, nuts, popcorn, jerky, dried, gummies, mix, trail, spice, flour, bar, gum',
  ],
  [
    'bowl',
    'cereal, oat, oatmeal, granola, rice, pasta, meal, salad, fruit, meat, seafood, bread, frozen, bowl, noodle, fresh, cheese',
  ],
]

const byDepartment: ReadonlyMap<string, string> = new Map([
  ['beauty', 'pump'],
  ['electronics', 'receiver'],
  ['fashion', 'shirt'],
  ['garden', 'plant'],
  ['grocery', 'pouch'],
])

const rules: readonly (readonly [Draw, RegExp])[] = words.map(([shape, list]) => [
  drawings.get(shape)!,
  new RegExp(`\\b(${list.replaceAll(', ', '|')})(s|es)?\\b`),
])

/** What to draw for texts from most to least telling; otherwise by department, otherwise a parcel. */
export function shapeOf(texts: readonly string[], department: string): Draw {
  for (const text of texts) {
    const found = rules.find(([, rule]) => rule.test(text.toLowerCase()))
    if (found !== undefined) return found[0]
  }
  return drawings.get(byDepartment.get(department) ?? 'box')!
}
