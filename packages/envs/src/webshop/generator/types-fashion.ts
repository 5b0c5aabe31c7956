// Clothing and shoes: ten product types.
import { type ProductType, readTypes } from './product-type.ts'

export const fashionTypes: readonly ProductType[] = readTypes('fashion', [
  {
    query: "men's t-shirts & tanks",
    path: 'Clothing, Shoes & Jewelry › Men › Clothing › Shirts › T-Shirts',
    nouns: "Men's T-Shirt, Men's Graphic Tee, Men's Tank Top, Men's Crewneck Shirt, Men's Tee",
    attributes:
      'machine wash/hand wash, slim fit/loose fit/classic fit, short sleeve/long sleeve, moisture wicking, quick drying, cotton spandex/polyester spandex, gym workout/daily wear, super soft, long lasting',
    options: 'size:apparel, color:hue, fit type:fit',
    price: [15, 0.35],
    parts:
      'Chest Pocket, Ribbed Collar, Vintage Print, Raglan Seams, Side Slits, Funny Slogan, Henley Neck, Curved Hem',
    uses: 'Summer, Fathers, Big and Tall, Beach, Guys, Layering, Hiking',
  },
  {
    query: "women's dresses",
    path: 'Clothing, Shoes & Jewelry › Women › Clothing › Dresses › Casual',
    nouns: "Women's Dress, Women's Maxi Dress, Women's Midi Dress, Women's Sundress, Women's Wrap Dress",
    attributes:
      'machine wash/hand wash/dry clean, long sleeve/short sleeve, slim fit/loose fit, high waist, elastic waist, zipper closure/button closure, polyester spandex/cotton spandex, teen girls/daily wear/special occasions, tummy control, quick drying',
    options: 'size:apparel, color:hue',
    price: [23, 0.4],
    parts: 'V Neck, Side Pockets, Ruffle Hem, Floral Print, Tie Belt, Smocked Bodice, Square Neck, Slit Skirt',
    uses: 'Summer, Wedding Guests, Beach, Cocktail Nights, Office, Vacation, Church',
  },
  {
    query: "men's shorts",
    path: 'Clothing, Shoes & Jewelry › Men › Clothing › Shorts › Flat Front',
    nouns: "Men's Shorts, Men's Cargo Shorts, Men's Running Shorts, Men's Chino Shorts, Men's Board Shorts",
    attributes:
      'elastic waist, drawstring closure/zipper closure/button closure, machine wash/hand wash, slim fit/loose fit/classic fit, quick drying, moisture wicking, polyester spandex/nylon spandex/cotton spandex, gym workout/daily wear, long lasting',
    options: 'size:apparel, color:hue',
    price: [17, 0.4],
    parts: 'Zip Pockets, Mesh Liner, 7 Inch Inseam, Towel Loop, Camo Print, Side Stripe, Back Pocket, Reflective Logo',
    uses: 'Summer, Fishing, Beach, Golf, Basketball, Travel, Hiking',
  },
  {
    query: "women's pants",
    path: 'Clothing, Shoes & Jewelry › Women › Clothing › Pants › Casual',
    nouns: "Women's Pants, Women's Trousers, Women's Yoga Pants, Women's Lounge Pants, Women's Work Pants",
    attributes:
      'wide leg/straight leg, high waist, elastic waist, drawstring closure/zipper closure/button closure, tummy control, machine wash/hand wash, polyester spandex/nylon spandex/cotton spandex, moisture wicking, gym workout/daily wear, slim fit/loose fit, fleece lined',
    options: 'size:apparel, color:hue, fit type:fit',
    price: [22, 0.4],
    parts:
      'Deep Pockets, Cropped Length, Pleated Front, Belt Loops, Split Hem, Wrap Waist, Buttery Fabric, Paperbag Top',
    uses: 'Office, Travel, Spring, Maternity, Pilates, Beach, Weekend',
  },
  {
    query: "men's fashion hoodies & sweatshirts",
    path: 'Clothing, Shoes & Jewelry › Men › Clothing › Fashion Hoodies & Sweatshirts',
    nouns: "Men's Hoodie, Men's Sweatshirt, Men's Pullover, Men's Zip-Up, Men's Hooded Jacket",
    attributes:
      'long sleeve/short sleeve, fleece lined, machine wash/hand wash, zipper closure/button closure, drawstring closure, slim fit/loose fit/classic fit, cotton spandex/polyester spandex, gym workout/daily wear, quick drying, faux fur',
    options: 'size:apparel, color:hue',
    price: [26, 0.4],
    parts:
      'Kangaroo Pocket, Thumb Holes, Quarter Collar, Color Block, Ribbed Cuffs, Waffle Knit, Lined Hood, Back Print',
    uses: 'Winter, Skating, Camping, Guys, Football Games, Layering, Cold Mornings',
  },
  {
    query: "women's sandals",
    path: 'Clothing, Shoes & Jewelry › Women › Shoes › Sandals › Heeled Sandals',
    nouns: "Women's Sandals, Women's Wedge Sandals, Women's Slides, Women's Platform Sandals, Women's Flip Flops",
    attributes:
      'open toe/closed toe, ankle strap, high heel/low heel, rubber sole/synthetic sole/leather sole, arch support, memory foam, slip resistant, teen girls/daily wear/special occasions, faux leather, long lasting, quick drying',
    options: 'size:shoe, color:hue',
    price: [24, 0.45],
    parts:
      'Rhinestones, Woven Straps, Cork Footbed, Gladiator Laces, Back Zip, Buckle Detail, Bow Knot, Padded Footbed',
    uses: 'Beach, Summer, Weddings, Walking, Vacation, Pool, Garden',
  },
  {
    query: "men's fashion sneakers",
    path: 'Clothing, Shoes & Jewelry › Men › Shoes › Fashion Sneakers',
    nouns: "Men's Sneakers, Men's Walking Shoes, Men's Trainers, Men's Slip-On Shoes, Men's Skate Shoes",
    attributes:
      'rubber sole/synthetic sole, memory foam, arch support, lace closure/zipper closure, slip resistant, moisture wicking, faux leather, gym workout/daily wear, machine wash, fleece lined, long lasting, water resistant',
    options: 'size:shoe, color:hue',
    price: [36, 0.45],
    parts:
      'Knit Upper, Air Cushion, High Top, Padded Collar, Pull Tab, Canvas Upper, Reflective Strip, Perforated Sides',
    uses: 'Tennis, Work, Driving, Jogging, Restaurants, Guys, Travel',
  },
  {
    query: "women's swimsuits & cover ups",
    path: 'Clothing, Shoes & Jewelry › Women › Clothing › Swimsuits & Cover Ups › One-Pieces',
    nouns: "Women's Swimsuit, Women's Tankini, Women's Bikini Set, Women's Cover Up, Women's Swim Dress",
    attributes:
      'tummy control, high waist, hand wash/machine wash, nylon spandex/polyester spandex, quick drying, drawstring closure/zipper closure, long sleeve/short sleeve, teen girls, slim fit/loose fit, long lasting',
    options: 'size:apparel, color:hue',
    price: [21, 0.4],
    parts:
      'Padded Cups, Ruffle Neck, Cross Back, Mesh Panel, Leaf Print, Halter Tie, Adjustable Straps, Boyshort Bottom',
    uses: 'Beach, Pool, Surfing, Honeymoon, Swim Team, Cruise, Water Park',
  },
  {
    query: "men's sleep & lounge",
    path: 'Clothing, Shoes & Jewelry › Men › Clothing › Sleep & Lounge › Pajama Sets',
    nouns: "Men's Pajama Set, Men's Pajamas, Men's Lounge Set, Men's Bathrobe, Men's Sleep Pants",
    attributes:
      'long sleeve/short sleeve, elastic waist, drawstring closure/button closure, machine wash/hand wash, fleece lined, super soft, cotton spandex/polyester spandex, loose fit/classic fit, daily wear/gift giving, moisture wicking',
    options: 'size:apparel, color:hue',
    price: [27, 0.4],
    parts: 'Notch Collar, Two Pockets, Plaid Flannel, Piped Edges, Hood, Tie Belt, Cuffed Ankles, Bamboo Jersey',
    uses: 'Winter, Dad, Hospital Stays, Husband, Holidays, Lazy Sundays, Big and Tall',
    heldOut: true,
  },
  {
    query: "women's boots",
    path: 'Clothing, Shoes & Jewelry › Women › Shoes › Boots › Ankle & Bootie',
    nouns: "Women's Boots, Women's Ankle Boots, Women's Booties, Women's Riding Boots, Women's Snow Boots",
    attributes:
      'high heel/low heel, rubber sole/synthetic sole/leather sole, zipper closure/lace closure, faux fur, faux leather, memory foam, arch support, slip resistant, water resistant, teen girls/daily wear, fleece lined, long lasting',
    options: 'size:shoe, color:hue',
    price: [41, 0.45],
    parts:
      'Chunky Block, Side Buckle, Pointed Tip, Stretch Panel, Western Stitching, Lug Tread, Fold-Over Cuff, Pull Tab',
    uses: 'Winter, Work, Snow, Rain, Concerts, Riding, Fall',
    heldOut: true,
  },
])
