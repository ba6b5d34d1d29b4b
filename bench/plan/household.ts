import type { PlanRequest } from '@eo/app/contract/plan.ts';

type Household = Pick<PlanRequest, 'hours' | 'household' | 'devices'>;

const appliance = { interruptible: false, quietHours: [] };

/** The household that is planned: a battery, a car, three appliances and a tank of 200 litres, over 192 quarters. */
export const wholeHouse: Household = {
  hours: 48,
  household: { baseLoadKw: 0.4, importLimitKw: 17, pv: [], pvCurtailable: true },
  devices: {
    appliances: [
      { ...appliance, id: 'washer', powerKw: 2, minutes: 120, deadline: '22:00' },
      { ...appliance, id: 'dryer', powerKw: 2.5, minutes: 90, after: 'washer' },
      {
        ...appliance,
        id: 'dishwasher',
        powerKw: 1.2,
        minutes: 150,
        quietHours: [{ from: '23:00', to: '06:00' }],
      },
    ],
    cars: [{ id: 'car', energyKwh: 30, minKw: 1.4, maxKw: 11, efficiency: 0.9, deadline: '07:00' }],
    batteries: [
      {
        id: 'battery',
        capacityKwh: 10,
        socPercent: 40,
        minPercent: 10,
        maxPercent: 100,
        chargeKw: 5,
        dischargeKw: 5,
        efficiency: 0.9,
        wearPerKwh: 2,
        gridCharge: true,
        feedIn: true,
      },
    ],
    heaters: [
      {
        id: 'tank',
        powerKw: 3,
        cop: 1,
        temperatureC: 55,
        minC: 45,
        maxC: 65,
        capacityKwhPerK: 0.232,
        lossKwPerK: 0.002,
        surroundingsC: 20,
        draws: [
          { at: '07:00', kwh: 3 },
          { at: '19:00', kwh: 3 },
        ],
        minKw: 0,
        minRunMinutes: 0,
      },
    ],
  },
};

/** One car that may charge whenever it likes until the end of the plan. */
export const oneLoad: Household = {
  ...wholeHouse,
  devices: {
    appliances: [],
    cars: [{ id: 'car', energyKwh: 30, minKw: 1.4, maxKw: 11, efficiency: 0.9 }],
    batteries: [],
    heaters: [],
  },
};
