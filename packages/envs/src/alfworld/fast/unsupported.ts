// The fast engine plays only games whose structure it knows. Any part of its compiler that meets something else throws
// Unsupported; `loadFast` turns that into `undefined`, and the generic interpreter takes the game. Never seen by users.

export class Unsupported extends Error {}
