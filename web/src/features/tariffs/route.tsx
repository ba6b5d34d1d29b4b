import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect } from 'solid-js';
import { readZone, tariffsPath } from '../../paths.ts';
import { texts } from '../../texts/index.ts';
import { tariffTexts } from '../../texts/tariffs.ts';
import { rememberZone } from '../zone/zone-choice.ts';
import { createTariffs } from './controller.ts';
import { TariffsView } from './view.tsx';

/** Joins the address, the controller and the view. */
export default function TariffsRoute() {
  const location = useLocation();
  const navigate = useNavigate();
  const tariffs = createTariffs(() => readZone(location.query));
  createEffect(() => {
    const zone = tariffs.choice().id;
    document.title = zone ? tariffTexts.title(zone) : texts.product;
  });
  return (
    <TariffsView
      tariffs={tariffs}
      onZone={(zone) => {
        rememberZone(zone);
        navigate(tariffsPath({ zone }), { replace: true, scroll: false });
      }}
    />
  );
}
