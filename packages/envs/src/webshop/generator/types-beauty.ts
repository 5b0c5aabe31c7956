// Beauty and personal care: ten product types.
import { type ProductType, readTypes } from './product-type.ts'

export const beautyTypes: readonly ProductType[] = readTypes('beauty', [
  {
    query: 'shampoo & conditioner',
    path: 'Beauty & Personal Care › Hair Care › Shampoo & Conditioner › Shampoos',
    nouns: 'Shampoo, Hair Shampoo, Shampoo Bar, Daily Shampoo, Shampoo and Conditioner Set',
    attributes:
      'sulfate free, paraben free, cruelty free, coconut oil/argan oil/tea tree/shea butter, natural ingredients, dry hair/damaged hair/curly hair, hair growth, travel size, pump dispenser, fragrance free, dermatologist tested',
    options: 'size:ounces, scent:scent',
    price: [16, 0.5],
    parts: 'Biotin Complex, Keratin, Aloe Leaf Juice, Rice Water, Scalp Massager, Silk Protein, Rosemary Extract, Mint',
    uses: 'Men and Women, Thinning Edges, Color Care, Kids, Flaky Scalps, Volume, Swimmers',
  },
  {
    query: 'face care',
    path: 'Beauty & Personal Care › Skin Care › Face › Creams & Moisturizers › Face Moisturizers',
    nouns: 'Face Cream, Facial Moisturizer, Day Cream, Face Serum, Night Cream',
    attributes:
      'anti aging, hyaluronic acid/vitamin c/green tea, sensitive skin/dry skin/oily skin, fine lines, dark circles, fragrance free, paraben free, cruelty free, dermatologist tested, clinically proven, oil free, natural ingredients, alcohol free',
    options: 'size:grams, style:kit',
    price: [22, 0.6],
    parts: 'Retinol, Collagen Peptides, Niacinamide, Snail Mucin, Glass Jar, Jade Roller, Ceramides, Rosehip',
    uses: 'Neck and Chest, Morning Routine, Men, Women over 40, Under Makeup, Winter, All Seasons',
  },
  {
    query: 'eyes makeup',
    path: 'Beauty & Personal Care › Makeup › Eyes › Eyeshadow',
    nouns: 'Eyeshadow Palette, Eye Shadow, Eyeliner, Mascara, Eyeshadow Stick',
    attributes:
      'highly pigmented, long lasting, cruelty free, water resistant, easy apply, paraben free, travel size, fragrance free, sensitive skin, special occasions, high quality, animal friendly, oil free',
    options: 'color:shade, style:kit',
    price: [13, 0.5],
    parts: 'Mirror, Shimmer Finish, Matte Finish, Two Applicators, Magnetic Lid, Glitter Pans, Felt Tip, Curved Wand',
    uses: 'Smoky Looks, Stage, Beginners, Blue Eyes, Weddings, Cosplay, Brown Eyes',
  },
  {
    query: 'lips makeup',
    path: 'Beauty & Personal Care › Makeup › Lips › Lipstick',
    nouns: 'Lipstick, Liquid Lipstick, Lip Gloss, Lip Stain, Lip Liner',
    attributes:
      'long lasting, highly pigmented, cruelty free, water resistant, easy apply, vitamin c/shea butter/coconut oil, paraben free, fragrance free, travel size, special occasions, animal friendly, high quality',
    options: 'color:shade, size:bundle',
    price: [10, 0.5],
    parts: 'Velvet Matte, Plumping Peptides, Doe-Foot Wand, Mirror Cap, Sheer Shine, Creamy Core, Twist-Up Tube, Honey',
    uses: 'Women, Parties, Full Coverage, Photo Shoots, Bridesmaids, Weddings, Work Days',
  },
  {
    query: 'toothpaste',
    path: 'Beauty & Personal Care › Oral Care › Toothpaste',
    nouns: 'Toothpaste, Tooth Powder, Whitening Paste, Gel Toothpaste, Tooth Polish',
    attributes:
      'fluoride free, teeth whitening/sensitive teeth/bad breath, activated charcoal/baking soda/tea tree/coconut oil, natural ingredients, travel size, cruelty free, clinically proven, sulfate free, easy use, long lasting, bpa free',
    options: 'flavor:sweet, size:ounces',
    price: [11, 0.45],
    parts: 'Xylitol, Hydroxyapatite, Peppermint Oil, Flip Cap, Zinc Citrate, Aloe, Enamel Shield, Spearmint',
    uses: 'Adults, Coffee Drinkers, Gum Care, Braces, Family, Smokers, Mornings',
  },
  {
    query: 'makeup brushes & tools',
    path: 'Beauty & Personal Care › Tools & Accessories › Makeup Brushes & Tools › Brush Sets',
    nouns: 'Makeup Brush Set, Makeup Brushes, Foundation Brush, Cosmetic Brush Kit, Powder Brush',
    attributes:
      'synthetic bristles, wooden handle/aluminum alloy, cruelty free, easy clean, easy carry, super soft, carrying case, travel size, high quality, sensitive skin, animal friendly, eco friendly',
    options: 'color:device, size:pieces',
    price: [15, 0.55],
    parts: 'Blending Sponge, Angled Tips, Fan Brush, Tapered Heads, Brow Spoolie, Stand Cup, Contour Tip, Dense Heads',
    uses: 'Blush, Beginners, Professionals, Concealer, Loose Powder, Teens, Contour',
  },
  {
    query: "women's fragrance",
    path: "Beauty & Personal Care › Fragrance › Women's › Eau de Parfum",
    nouns: 'Eau de Parfum, Perfume, Eau de Toilette, Body Mist, Perfume Oil',
    attributes:
      'long lasting, alcohol free, cruelty free, natural ingredients, essential oils, travel size, spray bottle, paraben free, gift giving/special occasions/daily wear, sensitive skin, high quality',
    options: 'size:grams, scent:scent',
    price: [38, 0.7],
    parts:
      'Floral Heart, Amber Base, Citrus Opening, Crystal Flacon, Velvet Pouch, Musk Notes, Roller Ball, Ribbon Box',
    uses: 'Women, Evenings, Summer, Office, Her, Valentine, Layering',
  },
  {
    query: 'hair extensions, wigs & accessories',
    path: 'Beauty & Personal Care › Hair Care › Hair Extensions, Wigs & Accessories › Wigs',
    nouns: 'Wig, Clip-In Extensions, Hairpiece, Bob Wig, Ponytail Extension',
    attributes:
      'human hair/synthetic fiber, lace front, heat resistant, easy use, long lasting, high quality, curly hair, damaged hair, special occasions/daily wear, easy carry, super soft, hair growth',
    options: 'color:hair, size:inches',
    price: [36, 0.7],
    parts: 'Adjustable Cap, Wig Comb, Bangs, Middle Part, Body Wave, Hidden Clips, Baby Edges, Layered Ends',
    uses: 'Women, Cosplay, Full Heads, Short Cuts, Costume Nights, Beginners, Church',
  },
  {
    query: 'refillable containers',
    path: 'Beauty & Personal Care › Tools & Accessories › Bags & Cases › Refillable Containers',
    nouns: 'Travel Bottle, Refillable Bottle, Cream Jar, Toiletry Bottle, Cosmetic Container',
    attributes:
      'leak proof, bpa free, travel size, easy clean, easy carry, spray bottle/pump dispenser, eco friendly, non toxic, high quality, easy use, heavy duty, aluminum alloy',
    options: 'size:ounces, color:device',
    price: [10, 0.45],
    parts: 'Labels, Funnel, Wide Mouth, Clear Toiletry Pouch, Silicone Sleeve, Screw Lids, Droppers, Spatulas',
    uses: 'Lotions, Flights, Conditioner, Gym Bag, Camping, Serums, Soap',
    heldOut: true,
  },
  {
    query: 'deodorants & antiperspirants',
    path: 'Beauty & Personal Care › Personal Care › Deodorants & Antiperspirants › Deodorants',
    nouns: 'Deodorant, Deodorant Stick, Antiperspirant, Roll-On Deodorant, Deodorant Cream',
    attributes:
      'aluminum free, baking soda/activated charcoal/tea tree/coconut oil, sensitive skin, long lasting, cruelty free, paraben free, fragrance free, alcohol free, travel size, natural ingredients, dermatologist tested, easy apply',
    options: 'scent:scent, size:bundle',
    price: [12, 0.4],
    parts: 'Probiotics, Arrowroot Powder, Paper Tube, Invisible Finish, Magnesium, Twist Base, Hemp, Citrus Zest',
    uses: 'Men and Women, Teens, Sports, Hot Days, Underarms, Feet, Office',
    heldOut: true,
  },
])
