// Which receptacles a room has: our own table of room kinds. A layout draws its counts from these ranges.
import type { RoomKind } from './objects.ts'

export interface ReceptacleRange {
  readonly name: string
  /** Chance that a layout of this kind has the class at all. */
  readonly presence: number
  readonly min: number
  readonly max: number
}

/** Share of a layout's instances that have a door or a front to open. Classes not named are never closed. */
export const openableShare: Readonly<Record<string, number>> = {
  Cabinet: 0.85,
  Drawer: 0.85,
  Fridge: 1,
  Microwave: 1,
  Safe: 0.85,
}

// class presence min-max
const table: Readonly<Record<RoomKind, string>> = {
  kitchen: `Cabinet 1 3-20, Drawer 1 3-10, CounterTop 1 1-4, StoveBurner 1 4-4, Fridge 1 1-1, Microwave 1 1-1,
    SinkBasin 1 1-1, CoffeeMachine 1 1-1, Toaster 1 1-1, GarbageCan 1 1-1, DiningTable 0.5 1-1, Shelf 0.4 1-3,
    SideTable 0.15 1-1, Safe 0.05 1-1`,
  living: `Sofa 1 1-2, ArmChair 0.8 1-2, CoffeeTable 0.8 1-2, SideTable 0.7 1-3, Drawer 0.6 1-8, Cabinet 0.35 2-6,
    DiningTable 0.45 1-1, Dresser 0.4 1-1, TVStand 0.4 1-1, Shelf 0.4 1-6, GarbageCan 1 1-1, Desk 0.15 1-1,
    Ottoman 0.15 1-1, Safe 0.08 1-1`,
  bedroom: `Bed 1 1-2, Desk 0.9 1-2, Drawer 1 2-12, SideTable 0.7 1-2, Shelf 0.7 1-6, Dresser 0.5 1-1, GarbageCan 1 1-1,
    LaundryHamper 0.35 1-1, Safe 0.25 1-1, ArmChair 0.2 1-1, Cabinet 0.15 1-4, DiningTable 0.1 1-1, Sofa 0.1 1-1`,
  bathroom: `Toilet 1 1-1, SinkBasin 1 1-2, CounterTop 0.85 1-1, GarbageCan 1 1-1, ToiletPaperHanger 1 1-1,
    HandTowelHolder 1 1-2, TowelHolder 0.95 1-1, BathtubBasin 0.7 1-1, Cabinet 0.8 2-6, Drawer 0.35 1-6, Shelf 0.4 1-2,
    Cart 0.1 1-1, Dresser 0.1 1-1, SideTable 0.15 1-1`,
}

export const roomReceptacles: Readonly<Record<RoomKind, readonly ReceptacleRange[]>> = {
  kitchen: parse(table.kitchen),
  living: parse(table.living),
  bedroom: parse(table.bedroom),
  bathroom: parse(table.bathroom),
}

function parse(text: string): ReceptacleRange[] {
  return text.split(',').map((cell) => {
    const [name, presence, range] = cell.trim().split(' ')
    const [min, max] = range!.split('-').map(Number)
    return { name: name!, presence: Number(presence), min: min!, max: max! }
  })
}
