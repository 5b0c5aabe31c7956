// What shops say beside the facts: sentences and bullets with slots. None of them contains an attribute of the lexicon, so a
// goal's attribute stands exactly where the plan put it (tested). Number-neutral, because some nouns are plural.
// Slots: {noun} {brand} {series} {size} {code} are the family's; {part} {use} take turns; {n} {lot} {name} are drawn each time;
// in the attribute frames {it} is the wording.
import type { AttributeKind } from './attributes.ts'
import type { Department } from './product-type.ts'
import { parseTemplate, type Template } from './wording.ts'

export interface BulletTemplate {
  readonly heading: Template
  readonly text: Template
}

const lines = (text: string): string[] => text.trim().split('\n')
const templates = (text: string): Template[] => lines(text).map(parseTemplate)
const bullets = (text: string): BulletTemplate[] =>
  lines(text).map((line) => {
    const [heading, body] = line.split('|') as [string, string]
    return { heading: parseTemplate(heading), text: parseTemplate(body) }
  })

const everywhere = templates(`
Our team at {brand} has been working on this {noun} for {n} years and we listen to every letter our customers send.
Please allow a slight difference of shade, because pictures and monitors never agree completely.
Manual measuring may differ by {n} mm, so please read the table before you order.
If anything arrives broken, write to us first and we will send a new one or return your money.
Package includes: 1 x {noun}, 1 x leaflet, {n} x spare parts, bag {lot}.
Package content: 1 x {noun} and {part}.
The {series} line stands for honest work at a price that leaves something in your purse.
With {part} you will wonder how you managed before.
Think of {use} and {use2}: one purchase covers both.
Whether it is {use} or {use2}, {brand} will be up to the task.
Overall dimensions: {size}.
Item model number: {code}. Weight: {n} ounces.
Specification: model {code}, dimension {size}, packed in a plain carton.
We test each {noun} by hand before it leaves the warehouse in lot {lot}.
Warranty: {n} months from the day of delivery.
Note: accessories shown in the pictures are not part of the offer.
{name} wrote to us that {part} made the choice for {brand} easy to take.
Not only for {use}, you may also take it for {use2}.
Questions are answered by {name} and {name} within {n} hours, on Sundays too.
Feel free to contact us before you leave feedback, there is nothing we cannot solve.
Why choose {brand}? Because details such as {part} are never an extra with us.
Thank you for visiting {brand} by {name}, and enjoy your {noun}.
What you see is the {series} edition {lot}, successor to the {code}.
Look for the {brand} label, copies without it are not ours.
`)

const byDepartment: Readonly<Record<Department, readonly Template[]>> = {
  garden: templates(`
Every home tells a story, and the {series} collection will help you tell yours in calm tones.
The {noun} will look good in {use}, next to plants, pictures or a pile of magazines.
Tools and a printed manual ({lot}) with numbered drawings are in the box.
Care: keep out of rain and strong sun, dust with a feather brush now and then.
Designed in our workshop, the {noun} will bring warmth to {use} as well as {use2}.
Carton size {size}; two people will carry it without trouble.
Shades such as {name} and {name} go together with farmhouse, boho and industrial rooms.
A touch of {name} will change a corner that you never liked.
`),
  beauty: templates(`
Directions: take a small amount, spread with light circles and wait {n} minutes.
Caution: for external purposes, keep away from children, stop when redness appears.
Our chemists blend every lot in small vats and write the number {lot} on the bottom.
After {n} weeks most of our panel of testers did not want to give it back.
Store in a cool and shaded place, best within {n} months after opening.
The {series} ritual begins with {part} and ends with a smile in the mirror.
A little luxury for {use}, and a welcome one for {use2}.
Contents: water, glycerin, {part}, tocopherol, citric powder, {name} extract, lot {lot}.
`),
  electronics: templates(`
Fits models {code}, {code2}, {code3}, {code4} and {code5}.
Compatible list: {code}, {code2}, {code3}; please check the number on the back of your device.
Inside works the {series} chip, with firmware that we update twice a year.
Rated input 100-240 V, output {n} V, tested for {n}000 cycles in our laboratory.
Connect, wait {n} seconds and follow the voice or the small lamp.
From {use} to {use2}, engineers at {brand} thought about what bothers people.
In the box: {noun}, {part}, quick guide in {n} tongues.
Certified under file {lot} by {name}; old units can be returned to us for recycling.
`),
  fashion: templates(`
Size hint: measure something that you like to wear and compare it with our chart ({size}).
Model is {n} inches above five feet and shows the middle of our range.
The {series} cut by {name} has been with {brand} for {n} seasons and never went out of style.
Pair it with jeans, a jacket or whatever hangs on the chair.
Occasions: {use}, {use2}, dinner, concerts, or simply a walk with the dog.
Fabric feels soft and lets air through, and {part} will catch a glance or two.
Ships in {n} to 15 days from our hall in {name}, bag {lot}.
Asian cut, please order one up if you like room to move.
`),
  grocery: templates(`
Open, share and watch it vanish: that is how {noun} should be.
Serving suggestion: good with {use}, better with friends.
Made in batches of {n} hundred in a family kitchen that began with one oven.
Store cool, away from strong smells; best before the date above lot {lot}.
We pick what goes in ourselves, {part} above all.
Our recipe from {name} is older than the shop and known to {n} people.
Stock the pantry, the drawer and the car, {use2} will come.
Each pack weighs what it says, we check {n} of them an hour.
`),
}

/** Sentences of descriptions. */
export const sentences: Readonly<Record<Department, readonly Template[]>> = {
  garden: [...byDepartment.garden, ...everywhere],
  beauty: [...byDepartment.beauty, ...everywhere],
  electronics: [...byDepartment.electronics, ...everywhere],
  fashion: [...byDepartment.fashion, ...everywhere],
  grocery: [...byDepartment.grocery, ...everywhere],
}

/** Bullets without a goal's attribute: `heading|text`. */
export const bulletTexts: readonly BulletTemplate[] = bullets(`
{part}|The {noun} by {brand} will please you with {part}, a detail that people notice at once.
{part}|Thanks to {part} there is nothing to add and nothing to search for when {use} calls.
What You Get|1 x {noun}, {part}, our leaflet and {n} months of friendly service from {brand}.
Made for {use}|Whether you plan for {use} or {use2}, this {noun} will do the job and look good at it.
{use} and {use2}|Choose {brand} for {use}, keep it for {use2}; the {series} line was drawn with both in mind.
Dimensions|{size} (sheet {lot}); please take a tape and compare before you order, returns cost us all time.
Worry-Free Shopping|Not happy with your {noun}? Tell {brand} within {n} days and we will find an answer that suits you.
The {series} Idea|Less noise and more sense: each part of the {series} range has to earn its place, {part} too.
Considered Design|{name} and {name} drew {n} versions of this {noun} until every line was where it belongs.
Present Idea|For a mother, a colleague or the neighbour who waters your flowers: {brand} comes in a neat carton.
Care|Treat it kindly, follow the leaflet, and your {noun} will look like new after {n} months.
About {brand}|A small firm with {n} people who test what they sell, answer the phone and sign the parcels in {name}.
Model {code}|Please check that {code} is the number you need; {code2} is the older edition without {part}.
Please Note|Colours may look a little different on your screen, and measures may vary by {n} mm.
`)

/** Bullets about one attribute, and the same as sentences of a description: `heading|text`. */
export const attributeBullets: Readonly<Record<AttributeKind, readonly BulletTemplate[]>> = {
  a: bullets(`
{It}|We made this {noun} to be {it}, because nobody should have to settle for less.
{series} Promise|Take it as it is: {it}. That is what {brand} owes you for {use}.
Thought Through|Our {noun} should be {it}, and after {n} rounds of trials we can say so.
Why {brand}|Customers asked for {noun} they can call {it}, so that is what we built.
`),
  w: bullets(`
{It}|This {noun} is offered with {it}, a choice you will notice from the first day.
The Right Stuff|You get {noun} with {it}, not some cheaper way around it.
Details That Count|{brand} went for a solution with {it}, and {use} will be the better for it.
Inside and Out|Made with {it}, checked {n} times before the carton is closed.
`),
  f: bullets(`
For {It}|Our {noun} was planned for {it} from the first sketch.
Where It Belongs|Ideal for {it}, and no trouble anywhere else.
A Clear Purpose|We had people in mind who look for something for {it}, and asked {n} of them.
Good For You|Chosen again and again for {it}, says the mail we get at {brand}.
`),
}

/** Words that shops strew into titles; all of them stand after the product's noun. */
export const titleFillers: Readonly<Record<Department, readonly string[]>> = {
  garden: lines(
    'Home Decor\nRustic Charm\nModern Farmhouse\nBoho Accent\nIndoor\nHouse Decoration\nNordic Look\nUpgraded Version',
  ),
  beauty: lines(
    'Daily Care\nBeauty Gift\nUnisex\nSalon Grade\nVegan Formula\nNew Look\nKorean Style\nMade in Small Batches',
  ),
  electronics: lines(
    'Upgraded Version\nPlug and Cable Set\n2nd Generation\nUniversal\nNew Model\nWide Compatibility\nPro Series\nAccessory Kit',
  ),
  fashion: lines('Casual\nStylish\nTrendy\nComfy\nSoft Touch\nNew Season\nVintage Look\nStreetwear'),
  grocery: lines('Party Treat\nGourmet\nFamily Pack\nPantry Favorite\nBulk Buy\nSmall Batch\nAssorted\nDelicious'),
}
