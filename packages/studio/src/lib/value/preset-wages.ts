// What an hour of work costs an employer in the United States: the wage of the occupation, divided by the share of wages in
// all compensation. Presets are in US dollars; elsewhere the number must be replaced.
import type { Assumption, Publication, SourcedNumber } from './sources.ts'

const HOURS_PER_YEAR = 2080
/** Wages and salaries as a share of what private employers pay for an hour. */
const WAGE_SHARE = 0.705

const compensation: Publication = {
  kind: 'published',
  organisation: 'U.S. Bureau of Labor Statistics',
  year: 2025,
  title: 'Employer Costs for Employee Compensation, December 2024 (USDL-25-0335)',
  url: 'https://www.bls.gov/news.release/ecec.nr0.htm',
  derivation: 'wages are 70.5 % of private employers’ costs, so the wage is divided by 0.705',
}
const twentyPercent: Assumption = { kind: 'assumed', why: 'the range is 20 % to either side' }

const perHour = (wagePerYear: number): number => loaded(wagePerYear / HOURS_PER_YEAR)
const loaded = (wagePerHour: number): number => Math.round((10 * wagePerHour) / WAGE_SHARE) / 10

export const customerService: SourcedNumber = {
  value: perHour(42_830),
  low: perHour(0.8 * 42_830),
  high: perHour(1.2 * 42_830),
  sources: [
    {
      kind: 'published',
      organisation: 'U.S. Bureau of Labor Statistics, as republished by StartRight Careers',
      year: null,
      title: 'Customer Service Representatives (43-4051), median annual wage',
      url: 'https://www.startrightcareers.com/occupation/customer-service-representatives',
      derivation: '$42,830 over 2,080 hours; checked against no page of the Bureau itself',
    },
    compensation,
    twentyPercent,
  ],
}

export const officeWork: SourcedNumber = {
  value: perHour(47_940),
  low: perHour(0.8 * 47_940),
  high: perHour(1.2 * 47_940),
  sources: [
    {
      kind: 'published',
      organisation: 'U.S. Bureau of Labor Statistics',
      year: 2024,
      title: 'Occupational Employment and Wages, May 2023 (USDL-24-0628), office and administrative support',
      url: 'https://www.bls.gov/news.release/ocwage.nr0.htm',
      derivation: 'an annual mean wage of $47,940 over 2,080 hours',
    },
    compensation,
    twentyPercent,
  ],
}

export const bookkeeping: SourcedNumber = {
  value: loaded(22.81),
  low: loaded(18.65),
  high: loaded(27.9),
  sources: [
    {
      kind: 'published',
      organisation: 'U.S. Bureau of Labor Statistics',
      year: 2024,
      title: 'Occupational Employment and Wages, May 2023, bookkeeping, accounting and auditing clerks (43-3031)',
      url: 'https://www.bls.gov/oes/2023/May/oes433031.htm',
      derivation: 'a median of $22.81 an hour; the 25th and 75th percentiles, $18.65 and $27.90, are the range',
    },
    compensation,
  ],
}

export const helpDesk: SourcedNumber = {
  value: perHour(60_340),
  low: perHour(47_580),
  high: perHour(77_010),
  sources: [
    {
      kind: 'published',
      organisation: 'U.S. Bureau of Labor Statistics, as republished by TradeColleges.org',
      year: null,
      title: 'Computer User Support Specialists (15-1232), annual wages',
      url: 'https://tradecolleges.org/careers/computer-user-support-specialists',
      derivation:
        'a median of $60,340 over 2,080 hours, percentiles 25 and 75, $47,580 and $77,010, as the range; the Bureau’s own release for May 2022 gives a mean of $61,580',
    },
    compensation,
  ],
}
