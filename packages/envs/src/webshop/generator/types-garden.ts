// Home and garden: ten product types.
import { type ProductType, readTypes } from './product-type.ts'

export const gardenTypes: readonly ProductType[] = readTypes('garden', [
  {
    query: 'console tables',
    path: 'Home & Kitchen › Furniture › Living Room Furniture › Tables › Sofa & Console Tables',
    nouns: 'Console Table, Entryway Table, Sofa Table, Hallway Table, Accent Table',
    attributes:
      'solid wood/engineered wood/tempered glass, metal legs/steel frame, storage space, mid century, contemporary style, easy assemble/fully assembled, easy clean, space saving, heavy duty, living room/home office/dining room, high gloss, white finish',
    options: 'color:finish, size:furniture, style:kit',
    price: [128, 0.65],
    parts:
      'Two Open Shelves, Adjustable Feet, Curved Edges, Woven Baskets, Drawers and Cubby, X-Shaped Sides, Power Outlet, Narrow Top',
    uses: 'Entryway, Hallway, Behind the Couch, Foyer, Porch, Corridor, Bedroom',
  },
  {
    query: 'bookcases',
    path: 'Home & Kitchen › Furniture › Home Office Furniture › Bookcases',
    nouns: 'Bookcase, Bookshelf, Ladder Shelf, Book Rack, Etagere',
    attributes:
      'solid wood/engineered wood, steel frame/wood frame, storage space, wall mounted, easy assemble/fully assembled, easy clean, space saving, heavy duty, mid century, living room/home office/guest room, contemporary style, white finish',
    options: 'color:finish, size:furniture',
    price: [112, 0.6],
    parts:
      'Five Tiers, Anti-Tip Kit, Glass Doors, Open Back, Cube Compartments, Lower Cabinet, Rounded Corners, Removable Dividers',
    uses: 'Study, Library Corner, Bedroom, Nursery, Plants and Photos, Dorm, Reading Nook',
  },
  {
    query: 'floor lamps',
    path: 'Tools & Home Improvement › Lighting & Ceiling Fans › Lamps & Shades › Floor Lamps',
    nouns: 'Floor Lamp, Standing Lamp, Reading Lamp, Tripod Lamp, Arc Lamp',
    attributes:
      'glass shade/fabric shade, bronze finish/nickel finish/brass finish, energy efficient, dimmable light, height adjustable, easy assemble, remote control, mid century, contemporary style, living room/home office/guest room, space saving, heavy duty',
    options: 'color:metal, style:kit',
    price: [74, 0.55],
    parts:
      'Foot Switch, Two LED Bulbs, Weighted Base, Flexible Neck, Pull Chain, Marble Foot, Three Color Temperatures, Side Tray',
    uses: 'Bedroom, Reading Nook, Studio, Dorm, Craft Table, Piano, Dark Corners',
  },
  {
    query: 'decorative pillows',
    path: 'Home & Kitchen › Bedding › Decorative Pillows, Inserts & Covers › Throw Pillow Covers',
    nouns: 'Throw Pillow Cover, Pillowcase, Cushion Cover, Pillow Sham, Pillow Cover Set',
    attributes:
      'machine washable/spot clean, super soft, double sided, velvet fabric/polyester fiber/faux leather, zipper closure/button closure, living room/guest room, eco friendly, long lasting, high quality, easy clean, contemporary style',
    options: 'color:hue, size:square',
    price: [16, 0.5],
    parts:
      'Hidden Seam, Tassel Corners, Embroidered Stripes, Pom Pom Edge, Woven Pattern, Boho Print, Farmhouse Plaid, Leaf Motif',
    uses: 'Couch, Sofa, Bed, Patio Chair, Car Seat, Reading Nook, Fall Decor',
  },
  {
    query: 'window coverings',
    path: 'Home & Kitchen › Home Décor Products › Window Treatments › Curtains & Drapes › Panels',
    nouns: 'Curtains, Window Drapes, Curtain Panels, Window Curtain Set, Grommet Curtains',
    attributes:
      'machine washable/hand wash/dry clean, light blocking, energy efficient, super soft, easy install, living room/dining room/home office, eco friendly, velvet fabric/polyester fiber, high density, long lasting, noise cancelling',
    options: 'size:drape, color:hue',
    price: [28, 0.5],
    parts:
      'Two Panels, Silver Grommets, Rod Pocket, Matching Tiebacks, Geometric Print, Ombre Pattern, Triple Weave, Weighted Hem',
    uses: 'Bedroom, Nursery, Kitchen Window, Patio Door, Sliding Door, Bay Window, Camper',
  },
  {
    query: 'wall art',
    path: 'Home & Kitchen › Wall Art › Posters & Prints',
    nouns: 'Wall Art, Canvas Print, Framed Poster, Wall Picture, Canvas Painting',
    attributes:
      'ready hang, wood frame/steel frame, solid wood, high resolution, easy clean, easy install, eco friendly, water resistant, living room/dining room/home office/guest room, hand crafted, mid century, long lasting',
    options: 'size:print, color:subject',
    price: [34, 0.65],
    parts:
      'Gallery Wrap, Three Panels, Fade-Proof Ink, Textured Surface, Floating Mount, Museum Paper, Corner Protectors, Certificate',
    uses: 'Bedroom, Bathroom, Hallway, Office Wall, Kitchen, Housewarming, Dorm',
  },
  {
    query: 'candles',
    path: 'Home & Kitchen › Home Décor Products › Candles & Holders › Candles › Jar Candles',
    nouns: 'Scented Candle, Jar Candle, Pillar Candle, Aromatherapy Candle, Tin Candle',
    attributes:
      'soy wax/natural beeswax, cotton wick/wooden wick, lead free, long lasting, hand poured, essential oils, non toxic, eco friendly, gift giving/birthday party/living room, cruelty free, high quality',
    options: 'scent:scent, size:ounces',
    price: [19, 0.5],
    parts: 'Bamboo Lid, Reusable Tumbler, Dried Petals, Ceramic Vessel, Amber Jar, Gift Box, Double Flame, Matchbox',
    uses: 'Stress Relief, Yoga, Bath Time, Housewarming, Meditation, Bedroom, Date Night',
  },
  {
    query: 'bar stools',
    path: 'Home & Kitchen › Furniture › Game & Recreation Room Furniture › Home Bar Furniture › Barstools',
    nouns: 'Bar Stool, Counter Stool, Barstool Set, Pub Chair, Counter Chair',
    attributes:
      'faux leather/velvet fabric/solid wood, metal legs/wood legs, height adjustable, button tufted, lumbar support, easy assemble/fully assembled, mid century, heavy duty, easy clean, dining room/home office, non slip, contemporary style',
    options: 'color:hue, size:furniture',
    price: [134, 0.5],
    parts: 'Swivel Seat, Footrest Ring, Nailhead Trim, Low Back, Padded Arms, Floor Glides, Set of Two, Gas Lift',
    uses: 'Kitchen Island, Pub Corner, Breakfast Counter, Basement Bar, Bistro, Cafe, High Table',
    heldOut: true,
  },
  {
    query: 'mattresses',
    path: 'Home & Kitchen › Furniture › Bedroom Furniture › Mattresses & Box Springs › Mattresses',
    nouns: 'Mattress, Foam Mattress, Hybrid Mattress, Bed Mattress, Mattress Topper',
    attributes:
      'king size/queen size/twin size/full size, memory foam/gel foam, high density, machine washable/spot clean, non toxic, lumbar support, eco friendly, long lasting, heavy duty, guest room, super soft, easy carry',
    options: 'size:bed, size:thickness',
    price: [268, 0.65],
    parts:
      'Pocket Coils, Breathable Cover, Quilted Top, Edge Support, Seven Zones, Bamboo Cover, Knit Fabric, Roll Pack',
    uses: 'Bunk Bed, Camper, Side Sleepers, Trundle, Daybed, Kids, Back Sleepers',
  },
  {
    query: 'rugs',
    path: 'Home & Kitchen › Home Décor Products › Rugs, Pads & Protectors › Area Rugs',
    nouns: 'Area Rug, Carpet, Floor Rug, Accent Rug, Runner Rug',
    attributes:
      'machine washable/spot clean, non slip, rubber backing, natural jute/polyester fiber, hand woven, super soft, high density, living room/dining room/home office, easy clean, eco friendly, long lasting, mid century',
    options: 'size:rug, color:hue, item shape:shape',
    price: [82, 0.7],
    parts:
      'Medallion Pattern, Distressed Look, Bound Edges, Low Pile, Shaggy Pile, Fringe Ends, Moroccan Trellis, Border Stripe',
    uses: 'Bedroom, Nursery, Hallway, Entryway, Kids Playroom, Patio, Dorm',
    heldOut: true,
  },
])
