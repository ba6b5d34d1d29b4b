import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, createMemo } from 'solid-js';
import { type ForecastQuery, forecastPath, readForecastQuery } from '../../paths.ts';
import { forecastTexts } from '../../texts/forecast.ts';
import { texts } from '../../texts/index.ts';
import { rememberZone } from '../zone/zone-choice.ts';
import { createOutlook } from './controller.ts';
import { ForecastView } from './view.tsx';

/** Joins the address, the controller and the view. */
export default function ForecastRoute() {
  const location = useLocation();
  const navigate = useNavigate();
  const query = createMemo(() => readForecastQuery(location.query));
  const outlook = createOutlook(query);
  const go = (change: Partial<ForecastQuery>): void => {
    const zone = query().zone ?? outlook.choice().id;
    navigate(forecastPath({ ...query(), zone, ...change }), { replace: true, scroll: false });
  };
  createEffect(() => {
    const zone = outlook.choice().id;
    document.title = zone ? forecastTexts.title(zone) : texts.product;
  });
  return (
    <ForecastView
      outlook={outlook}
      onZone={(zone) => {
        rememberZone(zone);
        go({ zone });
      }}
      onHours={(hours) => go({ hours })}
    />
  );
}
