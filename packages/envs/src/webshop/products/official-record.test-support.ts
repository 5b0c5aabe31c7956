// One entry in the layout of the official catalogue, made up.

export function officialRecord(): Record<string, unknown> {
  return {
    asin: 'B00ABC1234',
    name: 'A <b>Blue</b> Shirt',
    full_description: '<script>alert(1)</script>',
    small_description: ['Soft', ''],
    category: 'fashion',
    query: " Men's Shirts\n",
    product_category: 'Clothing › Men › Shirts',
    pricing: '$17.40 - $64',
    images: ['https://images.test/1.jpg', 'https://images.test/2.jpg'],
    customization_options: {
      Color: [{ value: ' Blue/White ', image: 'x' }, { value: 'RED' }],
      Style: null,
      Fit: [],
    },
  }
}
