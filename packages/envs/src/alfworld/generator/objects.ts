// What lies about in a household: our own table of object classes, what can be done with them, and where people keep them.
// It has three readers: the generator places objects by it and derives `canContain` from it, and the search expert takes its
// built-in priors from it. The numbers are household sense, not counts from any data set; class and receptacle names are
// those of ALFWorld so that one agent plays both.

export type RoomKind = 'kitchen' | 'living' | 'bedroom' | 'bathroom'

/** `fixed`: stays where it is. `stuck`: can be picked up, but no receptacle takes it, so it can never be put down again. */
export type Trait = 'cleanable' | 'heatable' | 'coolable' | 'sliceable' | 'container' | 'fixed' | 'stuck'

export interface ObjectClass {
  readonly name: string
  readonly traits: ReadonlySet<Trait>
  /** How readily this class turns up in a room of each kind; absent = never. */
  readonly rooms: Readonly<Partial<Record<RoomKind, number>>>
  /** Receptacle class → weight. Weight 0: it may be put there, but is never found there. */
  readonly places: Readonly<Record<string, number>>
}

const traitLetters: Readonly<Record<string, Trait>> = {
  w: 'cleanable',
  h: 'heatable',
  c: 'coolable',
  s: 'sliceable',
  o: 'container',
  f: 'fixed',
  x: 'stuck',
}
const roomLetters: Readonly<Record<string, RoomKind>> = { K: 'kitchen', L: 'living', B: 'bedroom', W: 'bathroom' }

// name | traits (w washable, h heatable, c coolable, s sliceable, o container, f fixed, x stuck) | rooms and readiness | places
const table = `
Apple | whcs | K9 | CounterTop 6 Fridge 5 DiningTable 5 SinkBasin 3 GarbageCan 3 Microwave 2 SideTable 2
Tomato | whcs | K9 | CounterTop 6 Fridge 5 DiningTable 4 SinkBasin 3 GarbageCan 2 Microwave 2 SideTable 2
Potato | whcs | K9 | CounterTop 5 Fridge 4 SinkBasin 4 DiningTable 4 GarbageCan 3 Microwave 2 SideTable 2
Egg | whcs | K8 | Fridge 6 CounterTop 4 SinkBasin 3 GarbageCan 3 DiningTable 3 Microwave 2 SideTable 1
Lettuce | wcs | K8 | Fridge 6 CounterTop 6 DiningTable 4 SinkBasin 2 GarbageCan 1 SideTable 1
Bread | hcs | K8 | CounterTop 9 DiningTable 5 Fridge 3 GarbageCan 1 SideTable 1 Microwave 0
Mug | whco | K9 B3 L1 | CoffeeMachine 6 CounterTop 4 Cabinet 5 SinkBasin 3 DiningTable 2 Microwave 2 Fridge 2 Desk 5 Shelf 2 SideTable 1 Dresser 1
Cup | whco | K8 | Cabinet 5 SinkBasin 4 CounterTop 4 Fridge 4 Microwave 3 DiningTable 3 Shelf 2 SideTable 1
Plate | whco | K8 L2 | Cabinet 6 CounterTop 5 DiningTable 4 Fridge 3 SinkBasin 3 Shelf 2 Microwave 2 CoffeeTable 2 SideTable 1 Dresser 1
Bowl | wco | K8 B2 L2 | Cabinet 6 CounterTop 4 DiningTable 3 Fridge 4 Shelf 3 SinkBasin 2 Desk 2 CoffeeTable 2 Microwave 1 Dresser 1 SideTable 1
Pan | wco | K8 | StoveBurner 8 CounterTop 4 Cabinet 3 Fridge 2 DiningTable 2 SinkBasin 2 SideTable 1
Pot | wco | K8 | StoveBurner 8 CounterTop 3 Cabinet 3 Fridge 3 SinkBasin 2 DiningTable 2 Shelf 1 SideTable 1
Kettle | w | K6 | StoveBurner 7 Cabinet 5 CounterTop 4 Shelf 2 DiningTable 1 SinkBasin 1 SideTable 0
Spoon | w | K8 | CounterTop 5 Drawer 5 SinkBasin 4 DiningTable 5 SideTable 1
Fork | w | K8 | CounterTop 5 Drawer 5 SinkBasin 4 DiningTable 5 SideTable 1
Knife | w | K8 | CounterTop 7 Drawer 4 DiningTable 4 SinkBasin 3 SideTable 1
ButterKnife | w | K8 | CounterTop 7 Drawer 4 DiningTable 5 SinkBasin 3 SideTable 1
Spatula | w | K8 | CounterTop 5 Drawer 5 SinkBasin 4 DiningTable 3 SideTable 1
Ladle | w | K5 | CounterTop 5 Cabinet 3 SinkBasin 3 Drawer 3 DiningTable 2
DishSponge | w | K8 W1 | SinkBasin 4 CounterTop 4 Drawer 4 Cabinet 3 GarbageCan 1 Shelf 2 DiningTable 1 BathtubBasin 1 Toilet 1 SideTable 1 Cart 1
PepperShaker | | K8 | Cabinet 5 CounterTop 5 Drawer 5 DiningTable 3 Shelf 2 SideTable 1
SaltShaker | | K8 | Cabinet 5 CounterTop 5 Drawer 5 DiningTable 3 Shelf 2 SideTable 1
SoapBottle | | K7 W7 | CounterTop 5 Cabinet 5 SinkBasin 0 GarbageCan 3 Toilet 3 Drawer 2 Shelf 2 DiningTable 1 Cart 1 SideTable 1
Glassbottle | | K4 | Cabinet 4 CounterTop 4 Fridge 3 Shelf 2 DiningTable 2 SinkBasin 1 Microwave 0
WineBottle | c | K4 | Fridge 4 Cabinet 4 CounterTop 5 GarbageCan 2 DiningTable 2 Shelf 2 SideTable 1
PaperTowelRoll | x | K4 W1 | CounterTop 5 GarbageCan 4 DiningTable 2 SideTable 1 Toilet 1
Book | | K2 L4 B8 | Bed 6 Desk 5 Drawer 3 Shelf 3 Sofa 2 SideTable 2 CoffeeTable 2 CounterTop 2 Dresser 2 Cabinet 1 DiningTable 2 ArmChair 1 Ottoman 1
Pen | | L2 B8 | Desk 7 Drawer 4 Dresser 3 SideTable 4 Shelf 3 CoffeeTable 1 DiningTable 2 CounterTop 2 GarbageCan 2
Pencil | | L2 B8 | Desk 7 Drawer 4 Dresser 3 SideTable 4 Shelf 3 CoffeeTable 1 DiningTable 2 CounterTop 2 GarbageCan 2
CellPhone | | K2 L2 B8 | Bed 5 Desk 5 Drawer 4 Dresser 3 SideTable 4 Shelf 2 CounterTop 3 DiningTable 2 ArmChair 1 Sofa 1 CoffeeTable 1 Safe 1 Ottoman 1
CreditCard | | K2 L7 B7 | Desk 4 Dresser 4 SideTable 4 Drawer 4 Shelf 3 CoffeeTable 3 CounterTop 3 ArmChair 3 DiningTable 3 Sofa 2 Ottoman 1 Safe 1
KeyChain | | L7 B7 | Dresser 4 SideTable 5 Drawer 4 Desk 4 Shelf 2 CoffeeTable 3 ArmChair 3 Sofa 3 Safe 2 DiningTable 2 CounterTop 2 Ottoman 1
Laptop | | L7 B7 | Bed 6 Desk 6 Sofa 4 CoffeeTable 4 ArmChair 3 DiningTable 4 Dresser 1 CounterTop 1 SideTable 1 Ottoman 1
RemoteControl | | L8 B1 | Sofa 5 ArmChair 4 CoffeeTable 5 SideTable 4 Dresser 4 Drawer 3 DiningTable 2 Shelf 2 Ottoman 2 Desk 1 CounterTop 1
Newspaper | | L6 | Sofa 4 CoffeeTable 5 ArmChair 3 DiningTable 2 SideTable 3 Drawer 3 GarbageCan 1 Cabinet 1 Shelf 1 Dresser 1 Ottoman 1
Watch | | L6 B2 | CoffeeTable 4 SideTable 5 Dresser 4 Drawer 4 Shelf 3 DiningTable 3 Desk 2 Safe 2
Vase | | K3 L6 B2 | Shelf 6 CoffeeTable 4 SideTable 4 DiningTable 3 Dresser 4 Cabinet 3 CounterTop 3 Desk 1 Safe 2
Statue | | K2 L7 B2 | Shelf 5 CoffeeTable 4 SideTable 4 Dresser 4 DiningTable 3 CounterTop 4 Desk 1 Safe 1
WateringCan | | L4 | SideTable 4 CoffeeTable 3 DiningTable 3 Drawer 1 Cabinet 2 Shelf 2 Dresser 1 Desk 1
Box | o | L6 B3 | DiningTable 4 Sofa 4 CoffeeTable 4 Shelf 2 SideTable 2 Desk 2 Dresser 1 Cabinet 1 ArmChair 1 Ottoman 1
Pillow | | L6 B8 | Bed 9 Sofa 6 ArmChair 5 Ottoman 1
TissueBox | | L5 W4 | SideTable 4 CoffeeTable 3 DiningTable 2 Dresser 3 Drawer 2 Shelf 2 Cabinet 2 CounterTop 3 Toilet 4 GarbageCan 1 Desk 1 TVStand 2 Cart 1
AlarmClock | | B8 | Desk 6 SideTable 5 Shelf 4 Dresser 4 DiningTable 1 CounterTop 1
CD | | B8 | Desk 5 Drawer 5 SideTable 3 Shelf 3 Dresser 3 GarbageCan 3 Safe 1 DiningTable 1 CounterTop 0 Cabinet 0
BaseballBat | | B3 | Bed 5 SideTable 0 DiningTable 0
BasketBall | | B3 | Bed 3 Desk 2 Dresser 2 SideTable 0 DiningTable 0
TennisRacket | | B3 | Bed 3 Desk 2 Dresser 2 SideTable 1 DiningTable 0
TeddyBear | x | B3 | Bed 5
Cloth | w | W8 B2 | BathtubBasin 4 Cabinet 5 CounterTop 4 Drawer 4 SinkBasin 3 Shelf 2 Toilet 2 Cart 1 GarbageCan 1 Dresser 1 LaundryHamper 2 SideTable 1 Desk 1 ArmChair 0
SoapBar | w | W8 | Toilet 4 SinkBasin 4 BathtubBasin 4 CounterTop 4 Cabinet 3 Drawer 3 GarbageCan 2 Shelf 2 Cart 1 SideTable 1
SprayBottle | | W8 | Toilet 5 CounterTop 5 Cabinet 4 GarbageCan 4 Drawer 3 Shelf 3 Cart 1 Dresser 1 SideTable 1 DiningTable 0
ToiletPaper | | W9 | ToiletPaperHanger 6 Toilet 5 Cabinet 5 Drawer 4 CounterTop 4 GarbageCan 3 Shelf 3 Cart 1 Dresser 1 SideTable 1
Candle | | W8 L2 | Toilet 5 CounterTop 5 Cabinet 3 Drawer 3 Shelf 2 SideTable 2 CoffeeTable 1 Cart 1 Dresser 1 DiningTable 1
HandTowel | | W8 | HandTowelHolder 9 Cabinet 1 CounterTop 1 SinkBasin 0 BathtubBasin 0 Drawer 0 Toilet 0 GarbageCan 0 Shelf 0 Cart 0 SideTable 0
Towel | | W7 | TowelHolder 9
Plunger | | W5 | Cabinet 0 Cart 0 Toilet 1
DeskLamp | f | B9 L2 | Desk 6 SideTable 6 Dresser 3 Shelf 3 DiningTable 2
FloorLamp | f | L6 | SideTable 1
HousePlant | f | K2 L4 B1 | CounterTop 2 DiningTable 1 Shelf 1 SideTable 2 CoffeeTable 1 Desk 1 Dresser 1
`

function parseRow(row: string): ObjectClass {
  const [name, traits, rooms, places] = row.split('|').map((cell) => cell.trim())
  const weights = places!.split(' ')
  return {
    name: name!,
    traits: new Set([...traits!].map((letter) => traitLetters[letter]!)),
    rooms: Object.fromEntries(rooms!.split(' ').map((cell) => [roomLetters[cell[0]!]!, Number(cell.slice(1))])),
    places: Object.fromEntries(
      Array.from({ length: weights.length / 2 }, (_, i) => [weights[2 * i]!, Number(weights[2 * i + 1])]),
    ),
  }
}

export const objectClasses: readonly ObjectClass[] = table.trim().split('\n').map(parseRow)
