// Groceries: ten product types.
import { type ProductType, readTypes } from './product-type.ts'

export const groceryTypes: readonly ProductType[] = readTypes('grocery', [
  {
    query: 'grocery cookies',
    path: 'Grocery & Gourmet Food › Snacks & Sweets › Cookies › Sandwich',
    nouns: 'Cookies, Shortbread Cookies, Sandwich Cookies, Cookie Bites, Biscuits',
    attributes:
      'gluten free, dairy free, nut free, low sugar/sugar free, non gmo, certified organic, individually wrapped, artificial colors, dark chocolate/peanut butter/real fruit, gift giving/school lunch/birthday party, keto friendly, kosher certified, old fashioned',
    options: 'flavor name:sweet, size:ounces',
    price: [15, 0.55],
    parts: 'Crunchy Bite, Sprinkles, Gift Tin, Oat Flour, Vanilla Creme, Brown Butter, Sea Shell Shapes, Molasses',
    uses: 'Snacking, Tea Time, Care Packages, Kids, Office, Road Trips, Holidays',
  },
  {
    query: 'dried fruits & raisins',
    path: 'Grocery & Gourmet Food › Produce › Dried Fruits & Vegetables › Dried Fruits',
    nouns: 'Dried Fruit, Dried Mango, Raisins, Fruit Chips, Dried Apricots',
    attributes:
      'freeze dried, sugar free/low sugar, gluten free, non gmo, certified organic, resealable bag, dietary fiber, fat free, kosher certified, fair trade, school lunch, plant based, ready eat',
    options: 'size:ounces, flavor name:sweet',
    price: [17, 0.5],
    parts:
      'Whole Slices, Tropical Blend, Chewy Strips, Pitted Pieces, Tart Cherries, Family Bag, Sun-Ripened Taste, Crisp Texture',
    uses: 'Baking, Snacking, Hiking, Yogurt, Cereal, Kids, Trail Days',
  },
  {
    query: 'coffee',
    path: 'Grocery & Gourmet Food › Beverages › Coffee, Tea & Cocoa › Coffee › Roasted Coffee',
    nouns: 'Coffee, Ground Coffee, Coffee Beans, Instant Coffee, Coffee Pods',
    attributes:
      'certified organic, fair trade, non gmo, caffeine free, natural flavors, resealable bag, kosher certified, gluten free, individually wrapped, gift giving, sugar free/low sugar, freeze dried, keto friendly',
    options: 'flavor name:roast, size:ounces, style:grind',
    price: [18, 0.5],
    parts:
      'Low Acid, Chocolate Notes, Arabica Beans, Volcanic Soil, Degassing Valve, Nutty Aroma, Small Batch, Mushroom Extract',
    uses: 'Espresso, Cold Brew, French Press, Drip Machine, Office, Camping, Mornings',
  },
  {
    query: 'tea',
    path: 'Grocery & Gourmet Food › Beverages › Coffee, Tea & Cocoa › Tea › Tea Samplers',
    nouns: 'Herbal Tea, Tea Bags, Loose Leaf Tea, Black Tea, Iced Tea Mix',
    attributes:
      'caffeine free, certified organic, non gmo, sugar free/low sugar, natural flavors, individually wrapped, fair trade, kosher certified, gift giving/baby shower, gluten free, resealable bag, low calorie',
    options: 'flavor name:sweet, size:ounces',
    price: [14, 0.5],
    parts: 'Chamomile, Hibiscus, Pyramid Sachets, Tin Canister, Rooibos, Lemongrass, Ginger Root, Twenty Servings',
    uses: 'Bedtime, Digestion, Iced Drinks, Guests, Kettle, Sore Throats, Afternoon',
  },
  {
    query: 'granola & nutrition bars',
    path: 'Grocery & Gourmet Food › Breakfast Foods › Granola & Nutrition Bars › Protein Bars',
    nouns: 'Granola Bars, Protein Bars, Nut Bars, Snack Bars, Energy Bars',
    attributes:
      'gluten free, high protein, low carb, low sugar/sugar free, dairy free, soy free, grain free, plant based, non gmo, individually wrapped, dark chocolate/peanut butter/real fruit, dietary fiber, keto friendly, school lunch',
    options: 'flavor name:sweet, size:bundle',
    price: [20, 0.45],
    parts: 'Chewy Texture, Whole Almonds, Oats and Honey, Crispy Rice, Collagen, Chia, Dates, Twelve Count',
    uses: 'Breakfast, Hiking, Athletes, Kids, On the Go, Fasting Days, Desk Drawers',
  },
  {
    query: 'popcorn',
    path: 'Grocery & Gourmet Food › Snacks & Sweets › Snack Foods › Popcorn › Popped',
    nouns: 'Popcorn, Kettle Corn, Microwave Popcorn, Popcorn Kernels, Caramel Corn',
    attributes:
      'gluten free, non gmo, low calorie, dairy free, nut free, certified organic, sea salt, artificial colors, resealable bag, low sodium, birthday party/gift giving/school lunch, ready eat, plant based, kosher certified',
    options: 'flavor name:savory, size:ounces',
    price: [18, 0.5],
    parts:
      'Butter Taste, Big Tin, Hulless Corn, Three Flavors, Coconut Topping, Crunchy Coating, Mini Bags, Theater Style',
    uses: 'Movie Night, Snacking, Fundraisers, Kids, Game Day, Parties, Sleepovers',
  },
  {
    query: 'meat snacks',
    path: 'Grocery & Gourmet Food › Snacks & Sweets › Snack Foods › Jerky & Dried Meats › Jerky',
    nouns: 'Beef Jerky, Turkey Jerky, Meat Sticks, Beef Sticks, Jerky Strips',
    attributes:
      'high protein, low carb, low sugar/sugar free, gluten free, keto friendly, soy free, low sodium, individually wrapped, ready eat, shelf stable, resealable bag, natural flavors, dairy free, low calorie',
    options: 'flavor name:savory, size:bundle',
    price: [22, 0.5],
    parts:
      'Hickory Smoke, Tender Cuts, Peppered Crust, Grass-Fed Beef, Spicy Kick, Honey Glaze, Eight Sticks, Thin Slices',
    uses: 'Hunters, Road Trips, Camping, Men, Work Breaks, Athletes, Backpacking',
  },
  {
    query: 'toothpicks',
    path: 'Grocery & Gourmet Food › Pantry Staples › Cooking & Baking › Frosting, Icing & Decorations › Cupcake Toppers',
    nouns: 'Cupcake Toppers, Cupcake Picks, Cake Toppers, Party Picks, Appetizer Picks',
    attributes:
      'birthday party/baby shower/special occasions, double sided, non toxic, hand crafted, fully assembled, easy use, high quality, eco friendly, bpa free, individually wrapped, high gloss, solid wood',
    options: 'color:theme, size:pieces',
    price: [9, 0.4],
    parts: 'Glitter Card, Bamboo Sticks, Gold Foil, Cartoon Faces, Number Signs, Paper Flags, Tissue Fringe, Wrappers',
    uses: 'Muffins, Kids, Dessert Table, Fruit Bowls, Weddings, Ice Cream, Bakeries',
  },
  {
    query: 'hot sauces',
    path: 'Grocery & Gourmet Food › Pantry Staples › Sauces, Gravies & Marinades › Hot Sauce',
    nouns: 'Hot Sauce, Pepper Sauce, Chili Sauce, Wing Sauce, Salsa',
    attributes:
      'gluten free, sugar free/low sugar, low carb, keto friendly, non gmo, natural flavors, low sodium, hand crafted, plant based, artificial colors, gift giving, fat free, real fruit, shelf stable',
    options: 'flavor name:savory, size:bundle',
    price: [13, 0.5],
    parts:
      'Ghost Pepper, Aged Mash, Roasted Garlic, Flask Shape, Ten Year Vinegar, Scorpion Chili, Wax Seal, Smoky Heat',
    uses: 'Wings, Tacos, Eggs, Grilling, Pizza, Bloody Marys, Dad',
    heldOut: true,
  },
  {
    query: 'snack & trail mixes',
    path: 'Grocery & Gourmet Food › Snacks & Sweets › Snack Foods › Trail Mix',
    nouns: 'Trail Mix, Mixed Nuts, Snack Mix, Nut Mix, Party Mix',
    attributes:
      'high protein, low carb, gluten free, non gmo, resealable bag, individually wrapped, sea salt/dark chocolate/real fruit, low sodium, keto friendly, plant based, kosher certified, school lunch/gift giving, dietary fiber, soy free',
    options: 'size:ounces, flavor name:savory',
    price: [19, 0.5],
    parts: 'Cashews, Roasted Almonds, Banana Chips, Pumpkin Seeds, Yogurt Raisins, Crunchy Corn, Snack Packs, Big Jar',
    uses: 'Hiking, Office, Kids, Game Day, Cyclists, Salads, Travel',
    heldOut: true,
  },
])
