/** Documents in the shape in which the ENTSO-E transparency platform answers, for tests; the numbers are made up. */

export interface PeriodShape {
  start: string;
  end: string;
  resolution: string;
  /** Prices by position. */
  prices: Record<number, number | string>;
  /** Positions in the order in which they stand in the document. */
  order?: number[];
}

export function period({ start, end, resolution, prices, order }: PeriodShape): string {
  const points = (order ?? Object.keys(prices).map(Number)).map(
    (position) => `
        <Point>
          <position>${position}</position>
          <price.amount>${prices[position]}</price.amount>
        </Point>`,
  );
  return `
      <Period>
        <timeInterval>
          <start>${start}</start>
          <end>${end}</end>
        </timeInterval>
        <resolution>${resolution}</resolution>${points.join('')}
      </Period>`;
}

export interface SeriesShape {
  periods: string[];
  sequence?: number;
  contract?: string | null;
  currency?: string;
  unit?: string;
  curve?: string;
}

export function series({
  periods,
  sequence,
  contract = 'A01',
  currency = 'EUR',
  unit = 'MWH',
  curve = 'A03',
}: SeriesShape): string {
  const name = 'classificationSequence_AttributeInstanceComponent.position';
  return `
    <TimeSeries>
      <mRID>1</mRID>
      <auction.type>A01</auction.type>
      <businessType>A62</businessType>
      <in_Domain.mRID codingScheme="A01">10Y1001A1001A82H</in_Domain.mRID>
      <out_Domain.mRID codingScheme="A01">10Y1001A1001A82H</out_Domain.mRID>
      ${contract ? `<contract_MarketAgreement.type>${contract}</contract_MarketAgreement.type>` : ''}
      <currency_Unit.name>${currency}</currency_Unit.name>
      <price_Measure_Unit.name>${unit}</price_Measure_Unit.name>
      ${sequence ? `<${name}>${sequence}</${name}>` : ''}
      <curveType>${curve}</curveType>${periods.join('')}
    </TimeSeries>`;
}

export function publication(...parts: string[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<Publication_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-3:publicationdocument:7:3">
    <mRID>67528d12b93146ee8254870e5a2f78ab</mRID>
    <revisionNumber>1</revisionNumber>
    <type>A44</type>
    <createdDateTime>2026-01-14T12:00:00Z</createdDateTime>
    <period.timeInterval>
      <start>2026-01-14T23:00Z</start>
      <end>2026-01-15T23:00Z</end>
    </period.timeInterval>${parts.join('')}
</Publication_MarketDocument>
`;
}

export function acknowledgement(code: string, text: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Acknowledgement_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-1:acknowledgementdocument:7:0">
  <mRID>b1c7d9c4-0f3a-4</mRID>
  <createdDateTime>2026-01-14T12:00:00Z</createdDateTime>
  <Reason>
    <code>${code}</code>
    <text>${text}</text>
  </Reason>
</Acknowledgement_MarketDocument>`;
}
