// How long a person takes for one task, from publications on invoices, tickets and calls.
import type { SourcedNumber } from './sources.ts'

/** A full-time year as the U.S. Bureau of Labor Statistics counts it. */
const YEAR_MINUTES = 2080 * 60
const tenth = (value: number): number => Math.round(10 * value) / 10

export const invoiceMinutes: SourcedNumber = {
  value: 11,
  low: tenth(YEAR_MINUTES / 20_964),
  high: tenth(YEAR_MINUTES / 6488),
  sources: [
    {
      kind: 'published',
      organisation: 'APQC, in CFO.com',
      year: 2023,
      title: 'Metric of the Month: accounts payable (October)',
      url: 'https://www.cfo.com/news/accounts-payable-performance-perry-wiggins-metric-month-october-2023/695512/',
      derivation:
        '20,964 invoices a full-time employee and year at the 75th percentile, 6,488 at the 25th; 2,080 hours a year make 6 and 19.2 minutes an invoice: the range',
    },
    { kind: 'assumed', why: '11 minutes is the geometric mean of the two, rounded; the median was not available' },
  ],
}

export const serviceDeskMinutes: SourcedNumber = {
  value: 10,
  low: 2,
  high: 15,
  sources: [
    { kind: 'assumed', why: '10 minutes for a mix of first-level tickets' },
    {
      kind: 'published',
      organisation: 'MetricNet',
      year: null,
      title: 'Metrics That Matter: Ticket Handle Time',
      url: 'https://www.metricnet.com/metrics-that-matter-ticket-handle-time/',
      derivation: 'one to three minutes for a password reset, 15 or more for a business application: the range',
    },
  ],
}

export const supportMinutes: SourcedNumber = {
  value: 8,
  low: 3,
  high: 10,
  sources: [
    { kind: 'assumed', why: '8 minutes, inside the largest group of the poll' },
    {
      kind: 'published',
      organisation: 'GoResponse',
      year: null,
      title: 'Average call handling times nearing ten minutes, a poll among call centres',
      url: 'http://www.goresponse.co.uk/average-call-handling-times-nearing-ten-minutes/',
      derivation: 'five to nine minutes in 43 % of the centres, three to four in 34 %, ten or more in 13 %: the range',
    },
  ],
}
