// Electronics: ten product types.
import { type ProductType, readTypes } from './product-type.ts'

export const electronicsTypes: readonly ProductType[] = readTypes('electronics', [
  {
    query: 'headphones',
    path: 'Electronics › Headphones, Earbuds & Accessories › Headphones › Over-Ear Headphones',
    nouns: 'Headphones, Wireless Earbuds, Over-Ear Headset, Earphones, Gaming Headset',
    attributes:
      'noise cancelling, stereo sound/surround sound/deep bass, fast charging, hands free, water resistant, carrying case, long lasting, easy use, aluminum alloy/carbon fiber, video calls/gym workout/home office, high quality',
    options: 'color:device, style:kit',
    price: [42, 0.7],
    parts:
      'Foldable Arms, Protein Ear Pads, Boom Mic, 40 Hour Playtime, Touch Panel, Charging Cradle, Ear Hooks, Low Latency',
    uses: 'Running, Travel, Kids, Laptop, Commuting, Podcasts, Studio',
  },
  {
    query: 'bluetooth speakers',
    path: 'Electronics › Portable Audio & Video › Portable Speakers & Docks › Portable Bluetooth Speakers',
    nouns: 'Bluetooth Speaker, Portable Speaker, Wireless Speaker, Shower Speaker, Party Speaker',
    attributes:
      'stereo sound/surround sound/deep bass, water resistant, hands free, usb port, long lasting, fast charging, easy carry, dust proof, outdoor use/home theater, high quality, easy use, remote control',
    options: 'color:device, style:kit',
    price: [39, 0.65],
    parts: 'Light Show, Carabiner, FM Radio, 24 Hour Playtime, Card Slot, Twin Pairing, Fabric Mesh, Dual Drivers',
    uses: 'Beach, Camping, Pool, Shower, Bike, Backyard, Kayak',
  },
  {
    query: 'hdmi cables',
    path: 'Electronics › Accessories & Supplies › Audio & Video Accessories › Cables & Interconnects › Video Cables › HDMI Cables',
    nouns: 'HDMI Cable, HDMI Cord, HDMI Adapter, Video Cable, HDMI Extension Cable',
    attributes:
      'gold plated, high speed, ultra hd/1080p hd, plug play, braided nylon, heavy duty, high resolution, long lasting, easy use, home theater/home office, aluminum alloy, high quality',
    options: 'size:feet, color:device',
    price: [14, 0.6],
    parts:
      'Ethernet Channel, Right Angle Plug, Ferrite Core, Triple Shielding, Cable Ties, Audio Return, 48 Gbps, Swivel Tip',
    uses: 'Monitor, Game Console, Laptop, Projector, Set-Top Box, Car Screen, Receiver',
  },
  {
    query: 'tripods & monopods',
    path: 'Electronics › Camera & Photo › Tripods & Monopods › Complete Tripods',
    nouns: 'Tripod, Camera Tripod, Phone Tripod, Monopod, Tripod Stand',
    attributes:
      'quick release, aluminum alloy/carbon fiber/stainless steel, easy carry, phone holder, carrying case, height adjustable, heavy duty, non slip, remote control, outdoor use/video calls/bird watching, easy use, high quality',
    options: 'color:device, size:inches',
    price: [45, 0.6],
    parts:
      'Ball Head, Bubble Level, Center Column, Spiked Feet, Panorama Head, Twist Locks, Hook for Weights, Pan Handle',
    uses: 'Vlogging, Telescopes, Scopes, Live Streams, Travel, Macro Shots, Webcams',
  },
  {
    query: 'projectors',
    path: 'Electronics › Television & Video › Video Projectors',
    nouns: 'Projector, Mini Projector, Video Projector, Movie Projector, Pocket Projector',
    attributes:
      'ultra hd/1080p hd, high resolution, stereo sound/surround sound, usb port, remote control, carrying case, home theater/outdoor use, easy carry, easy use, dual band, ceiling mounted, long lasting',
    options: 'color:device, style:kit',
    price: [119, 0.65],
    parts:
      'Keystone Correction, 9500 Lumens, Built-In Player, 200 Inch Picture, Tripod Thread, Quiet Fan, Zoom Wheel, Dust Filter',
    uses: 'Movie Night, Classroom, Phone, Backyard, Games, Presentations, Bedroom',
  },
  {
    query: 'video surveillance',
    path: 'Electronics › Camera & Photo › Video Surveillance › Surveillance Cameras › Bullet Cameras',
    nouns: 'Security Camera, Surveillance Camera, Dome Camera, Outdoor Camera, Camera System',
    attributes:
      'night vision, motion detection, two way audio, ultra hd/1080p hd, cloud storage, water resistant, plug play, easy install, wall mounted/ceiling mounted, batteries included, dual band, outdoor use, optical zoom',
    options: 'size:bundle, color:device',
    price: [68, 0.7],
    parts: 'Spotlight, Solar Panel, Siren, 130 Degree View, Junction Box, Hard Drive, Person Alerts, Metal Housing',
    uses: 'Driveway, Garage, Farm, Shop, Baby Room, Front Door, Warehouse',
  },
  {
    query: 'chargers',
    path: 'Cell Phones & Accessories › Accessories › Chargers & Power Adapters › Wall Chargers',
    nouns: 'Wall Charger, Charging Block, Charging Station, Power Adapter, Desk Charger',
    attributes:
      'fast charging, wireless charging, high speed, easy carry, heavy duty, non slip, usb port, space saving, home office, long lasting, plug play, braided nylon, easy use',
    options: 'color:device, size:bundle',
    price: [20, 0.5],
    parts: 'Foldable Plug, Four Outputs, 65 Watts, LED Ring, Surge Guard, Cable, Gallium Chip, Thermal Cutoff',
    uses: 'Tablet, Watch, Nightstand, Travel, Laptop, Airports, Earbuds',
  },
  {
    query: 'screen protectors',
    path: 'Cell Phones & Accessories › Accessories › Maintenance, Upkeep & Repairs › Screen Protectors',
    nouns: 'Screen Protector, Glass Screen Protector, Screen Film, Privacy Screen, Screen Guard',
    attributes:
      'tempered glass/flexible film, scratch resistant, anti glare, case friendly, easy install, high resolution, water resistant, oil free, easy clean, high quality, long lasting',
    options: 'size:screen, style:bundle',
    price: [10, 0.4],
    parts: 'Alignment Frame, Camera Cover, 9H Hardness, Rounded Edges, Wet Wipes, Blue Filter, Squeegee, Bubble Shield',
    uses: 'Tablet, Phone, Watch, E-Reader, Handheld Console, Laptop, Car Display',
  },
  {
    query: 'binoculars & scopes',
    path: 'Electronics › Camera & Photo › Binoculars & Scopes › Binoculars',
    nouns: 'Binoculars, Monocular, Spotting Scope, Field Glasses, Compact Binoculars',
    attributes:
      'bird watching/outdoor use, night vision, water resistant, carrying case, phone holder, non slip, high resolution, easy carry, optical zoom, easy use, aluminum alloy, high quality, dust proof',
    options: 'size:lens, color:device',
    price: [54, 0.7],
    parts:
      'Roof Prism, Lens Cloth, Neck Strap, Twist-Up Eyecups, Center Focus, Rubber Armor, Green Coating, Tripod Thread',
    uses: 'Hunting, Concerts, Safari, Stargazing, Adults, Stadiums, Hiking',
    heldOut: true,
  },
  {
    query: 'soundbars',
    path: 'Electronics › Home Audio › Speakers › Sound Bars',
    nouns: 'Soundbar, Sound Bar, TV Speaker, Soundbar System, TV Sound Bar',
    attributes:
      'surround sound/stereo sound/deep bass, remote control, usb port, wall mounted, easy install, plug play, home theater, space saving, high quality, dual band, easy use, long lasting',
    options: 'style:kit, size:inches',
    price: [108, 0.7],
    parts:
      'Subwoofer, Optical Input, Night Mode, 120 Watts, Three Equalizers, Clear Dialogue, LED Display, Mounting Kit',
    uses: 'TV, PC Monitor, Gaming, Small Rooms, Movies, Karaoke, Bedroom',
    heldOut: true,
  },
])
