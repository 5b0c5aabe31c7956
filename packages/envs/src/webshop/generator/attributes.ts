// The attribute lexicon: what goals ask for, how shops write it, and how they write it when they avoid the usual words.
// A phrase is what the hidden attribute list and the instruction hold ("easy use"); the wording is what stands on the page
// ("easy to use"); the synonym shares no content word with the phrase, so a search cannot find it but a reader can.
// Kinds say where a phrase stands in a sentence: `a` before the product, `w` after "with", `f` after "for".
// Sources: our own word lists in the manner of WebShop's mined attributes; none is copied from its data.

export type AttributeKind = 'a' | 'w' | 'f'

export interface Attribute {
  readonly phrase: string
  readonly kind: AttributeKind
  readonly wording: string
  readonly synonym: string
}

// phrase | kind | wording (empty: the phrase) | synonym
const table = `
easy use | a | easy to use | simple to operate
easy clean | a | easy to clean | spotless after one wipe
easy install | a | easy to install | up and running in minutes
easy carry | a | easy to carry | handy to take along
easy apply | a | easy to apply | smooth to put on
easy assemble | a | easy to assemble | ready after a few screws
fully assembled | a | | built and complete on arrival
heavy duty | a | heavy-duty | built to take rough handling
high quality | a | high-quality | of first-rate make
long lasting | a | long-lasting | made to endure
eco friendly | a | eco-friendly | kind to the planet
space saving | a | space-saving | compact enough for tight corners
water resistant | a | water-resistant | unharmed by splashes
non slip | a | non-slip | steady on smooth ground
non toxic | a | non-toxic | harmless to health
double sided | a | double-sided | the same front and back
machine washable | a | | fit for the laundry drum
super soft | a | | fluffy to the touch
mid century | a | mid-century | in the look of the fifties
wall mounted | a | wall-mounted | hung up to free the floor
height adjustable | a | height-adjustable | raised and lowered at will
high gloss | a | high-gloss | polished until it shines
high density | a | high-density | tightly packed and firm
button tufted | a | button-tufted | dimpled with covered studs
king size | a | king-size | 76 inches across
queen size | a | queen-size | 60 inches across
twin size | a | twin-size | 38 inches across
full size | a | full-size | 54 inches across
ready hang | a | ready to hang | fitted with hooks on the back
energy efficient | a | energy-efficient | sparing with power
spot clean | a | spot clean only | to be cared for with a damp cloth
lead free | a | lead-free | without harmful metal in the wick
hand poured | a | hand-poured | filled cup by cup in a workshop
hand woven | a | hand-woven | knotted on a wooden loom
light blocking | a | light-blocking | dark as night when drawn
solid wood | w | | real timber throughout
engineered wood | w | | pressed board panels
tempered glass | w | | a toughened pane
metal legs | w | | iron feet
wood legs | w | | timber feet
wood frame | w | a wood frame | a timber surround
steel frame | w | a steel frame | a welded iron skeleton
white finish | w | a white finish | a snowy lacquer
faux leather | w | | a vegan hide cover
velvet fabric | w | | a short plush cover
memory foam | w | | slow-rebound padding
gel foam | w | | a cooling jelly layer
storage space | w | | room to stow things
contemporary style | w | | lines of today's taste
bronze finish | w | a bronze finish | a dark metal patina
nickel finish | w | a nickel finish | a silvery satin coat
brass finish | w | a brass finish | a golden metal coat
glass shade | w | a glass shade | a blown bell around the bulb
fabric shade | w | a fabric shade | a linen drum around the bulb
soy wax | w | | a bean-based burning mass
natural beeswax | w | | the yellow comb mass of hives
wooden wick | w | a wooden wick | a crackling cherry slat
cotton wick | w | a cotton wick | a braided natural string
polyester fiber | w | | man-made filling
natural jute | w | | a coarse plant yarn
rubber backing | w | a rubber backing | a grippy underside
lumbar support | w | | a cushion for the lower back
living room | f | | the lounge
dining room | f | | the place where you eat
home office | f | | working from your flat
guest room | f | | visitors who stay overnight
cruelty free | a | cruelty-free | never tested on animals
fragrance free | a | fragrance-free | without added perfume
paraben free | a | paraben-free | made without common preservatives
sulfate free | a | sulfate-free | without harsh foaming agents
alcohol free | a | alcohol-free | without drying spirits
oil free | a | oil-free | never greasy
aluminum free | a | aluminum-free | without metal salts
fluoride free | a | fluoride-free | without the usual cavity mineral
anti aging | a | anti-aging | made for mature faces
clinically proven | a | | confirmed in lab trials
dermatologist tested | a | | checked by doctors
travel size | a | travel-size | small enough for hand luggage
leak proof | a | leak-proof | sealed against spills
bpa free | a | BPA-free | made without harmful plasticizers
highly pigmented | a | | intense after one stroke
heat resistant | a | heat-resistant | safe under the curling iron
animal friendly | a | | vegan from cap to bottom
sensitive skin | f | | easily irritated faces
dry skin | f | | a parched complexion
oily skin | f | | a shiny complexion
fine lines | f | | first wrinkles
dark circles | f | | shadows under the eyes
dry hair | f | | brittle strands
damaged hair | f | | strands harmed by bleach
hair growth | f | | thicker new strands
curly hair | f | | spirals and waves
bad breath | f | | stale morning mouths
teeth whitening | f | | a brighter smile
sensitive teeth | f | | cold-shy gums
special occasions | f | | weddings and anniversaries
tea tree | w | | melaleuca leaves
coconut oil | w | | pressed copra
argan oil | w | | Moroccan kernel extract
hyaluronic acid | w | | a moisture-binding active
vitamin c | w | vitamin C | an ascorbic brightener
shea butter | w | | rich karite fat
green tea | w | | unfermented camellia leaves
natural ingredients | w | | botanical extracts only
essential oils | w | | steam-distilled plant essences
baking soda | w | | sodium bicarbonate
activated charcoal | w | | black carbon powder
synthetic bristles | w | | man-made filaments
wooden handle | w | a wooden handle | a grip of turned beech
human hair | w | | strands from donors
synthetic fiber | w | | lab-made strands
lace front | w | a lace front | a net along the forehead
spray bottle | w | a spray bottle | a fine mist nozzle
pump dispenser | w | a pump dispenser | a push-down head
fast charging | a | fast-charging | full again within the hour
quick release | a | quick-release | detached with one click
hands free | a | hands-free | operated by voice alone
noise cancelling | a | noise-cancelling | silencing the world around you
high speed | a | high-speed | swift in every transfer
high resolution | a | high-resolution | rich in tiny detail
ultra hd | a | ultra HD | four times finer than 1080 lines
gold plated | a | gold-plated | tipped with yellow precious metal
plug play | a | plug-and-play | working the moment it is connected
1080p hd | a | 1080p HD | sharp at 1920 dots a line
ceiling mounted | a | ceiling-mounted | hung overhead
dust proof | a | dust-proof | sealed against grit
scratch resistant | a | scratch-resistant | unmarked by keys and coins
anti glare | a | anti-glare | readable in bright sun
case friendly | a | case-friendly | leaving room for a sleeve
dual band | a | dual-band | receiving on two frequencies
dimmable light | w | a dimmable light | brightness you can turn down
stereo sound | w | | two-channel audio
deep bass | w | | a strong low end
surround sound | w | | audio from every side
usb port | w | a USB port | a socket for thumb drives
remote control | w | a remote control | a handset for the sofa
carrying case | w | a carrying case | a zip-up pouch
batteries included | w | | cells in the box
aluminum alloy | w | | a light metal body
stainless steel | w | | rust-free metal
carbon fiber | w | | a woven black composite
braided nylon | w | | a textile jacket
flexible film | w | a flexible film | a bendable plastic sheet
optical zoom | w | | true lens magnification
night vision | w | | clear pictures after dark
motion detection | w | | alerts when something moves
two way audio | w | two-way audio | a microphone to talk back
cloud storage | w | | recordings kept online
phone holder | w | a phone holder | a clamp for your mobile
wireless charging | f | | cable-free power pads
home theater | f | | film nights on the sofa
outdoor use | f | | garden and balcony
video calls | f | | meetings on screen
bird watching | f | | spotting feathered friends
machine wash | a | machine washable | fit for the laundry drum
hand wash | a | hand wash only | cleaned gently in the sink
dry clean | a | dry clean only | best left to a professional cleaner
slim fit | a | slim-fit | cut close to the body
loose fit | a | loose-fit | cut wide and roomy
classic fit | a | classic-fit | of traditional cut
moisture wicking | a | moisture-wicking | drawing sweat away
quick drying | a | quick-drying | no longer wet within the hour
fleece lined | a | fleece-lined | brushed and cosy inside
open toe | a | open-toe | bare at the tips
closed toe | a | closed-toe | covered at the front
slip resistant | a | slip-resistant | steady on wet tiles
long sleeve | w | long sleeves | arms covered to the wrist
short sleeve | w | short sleeves | arms bare below the elbow
elastic waist | w | an elastic waist | a stretchy band on top
drawstring closure | w | a drawstring closure | a cord to tie
button closure | w | a button closure | a row of studs
zipper closure | w | a zipper closure | a zip
high waist | w | a high waist | a band above the navel
tummy control | w | | a flattening front panel
wide leg | w | wide legs | trousers that flare
straight leg | w | straight legs | trousers without taper
polyester spandex | w | | a synthetic stretch weave
nylon spandex | w | | a slick elastic weave
cotton spandex | w | | a stretchy natural blend
rubber sole | w | a rubber sole | a grippy gum bottom
synthetic sole | w | a synthetic sole | a man-made bottom
leather sole | w | a leather sole | a hide bottom
arch support | w | | a raised footbed
ankle strap | w | an ankle strap | a buckle above the heel
lace closure | w | a lace closure | strings to tie
high heel | w | a high heel | a tall stiletto lift
low heel | w | a low heel | a gentle one-inch lift
faux fur | w | a faux fur lining | imitation pelt inside
teen girls | f | | young ladies
daily wear | f | | every day of the week
gym workout | f | gym workouts | training sessions
gluten free | a | gluten-free | made without wheat
dairy free | a | dairy-free | made without milk
nut free | a | nut-free | safe for peanut allergies
soy free | a | soy-free | without tofu beans
grain free | a | grain-free | without any cereal
sugar free | a | sugar-free | with zero sweetener added
low sugar | a | low-sugar | only gently sweetened
low carb | a | low-carb | with few starches
low calorie | a | low-calorie | light on energy
low sodium | a | low-sodium | hardly salted
fat free | a | fat-free | without butter or grease
high protein | a | high-protein | muscle food
keto friendly | a | keto-friendly | suited to ketogenic eating
plant based | a | plant-based | purely vegetable
non gmo | a | non-GMO | from unmodified seed
certified organic | a | | grown without pesticides under inspection
kosher certified | a | | approved by a rabbi
caffeine free | a | caffeine-free | never stimulating
shelf stable | a | shelf-stable | kept for months without a fridge
ready eat | a | ready to eat | edible straight from the pack
freeze dried | a | freeze-dried | preserved by cold vacuum
individually wrapped | a | | packed one by one
fair trade | a | | bought from growers at decent prices
old fashioned | a | old-fashioned | made as grandmother did
hand crafted | a | hand-crafted | shaped one at a time by people
natural flavors | w | | taste from real plants only
artificial colors | w | no artificial colors | hues from vegetables alone
real fruit | w | | genuine berries and orchard pieces
dietary fiber | w | | roughage for digestion
sea salt | w | | crystals from the ocean
dark chocolate | w | | bittersweet cocoa
peanut butter | w | | ground groundnut paste
resealable bag | w | a resealable bag | a zip-top pouch
birthday party | f | a birthday party | celebrating another year
baby shower | f | a baby shower | welcoming a newborn
gift giving | f | | surprising a friend
school lunch | f | a school lunch | the lunchbox
`

function parse(row: string): Attribute {
  const [phrase, kind, wording, synonym] = row.split('|').map((cell) => cell.trim())
  return { phrase: phrase!, kind: kind as AttributeKind, wording: wording || phrase!, synonym: synonym! }
}

/** By phrase. */
export const attributes: ReadonlyMap<string, Attribute> = new Map(
  table
    .trim()
    .split('\n')
    .map((row) => {
      const attribute = parse(row)
      return [attribute.phrase, attribute]
    }),
)
