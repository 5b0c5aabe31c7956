// The store of imported task files on disk.
export { type GameParsers, type ImportOptions, type ImportReport, importAlfworld } from './import-alfworld.ts'
export { gigpoHome, openStore, type Store } from './open-store.ts'
export type { StoreSource } from './split-store.ts'
export type { SharedTexts, StoredGame } from './stored-game.ts'
