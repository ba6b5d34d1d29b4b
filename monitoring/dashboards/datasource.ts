/** The one source of data, by the uid that every panel names and that is provisioned. */
export const datasource = { type: 'prometheus', uid: 'prometheus' } as const;
