import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, createMemo } from 'solid-js';
import { formatPrice } from '../../format.ts';
import { type NowQuery, nowPath, readNowQuery } from '../../paths.ts';
import { texts } from '../../texts/index.ts';
import { unitOf } from '../../units.ts';
import { rememberZone } from '../zone/zone-choice.ts';
import { createNow } from './controller.ts';
import { leaveFirstLook } from './leave-first-look.ts';
import { type NowActions, NowView } from './view.tsx';

/** Joins the address, the controller and the view. */
export default function NowRoute() {
  const location = useLocation();
  const navigate = useNavigate();
  const query = createMemo(() => readNowQuery(location.query));
  const now = createNow(query);
  leaveFirstLook(() => !now.isPriceNowComing() || now.state() !== 'loading');

  const go = (change: Partial<NowQuery>, replace = false): void => {
    const zone = query().zone ?? now.choice().id;
    navigate(nowPath({ ...query(), zone, ...change }), { replace, scroll: false });
  };
  const actions: NowActions = {
    chooseZone: (zone) => {
      rememberZone(zone);
      go({ zone });
    },
    chooseDay: (day) => go({ day }),
    // Trying lengths is one step of the reader's, not many.
    chooseMinutes: (minutes) => go({ minutes }, true),
    showTable: (table) => go({ table }, true),
    showPaid: (paid) => go({ paid }, true),
  };
  createEffect(() => {
    const price = now.priceNow();
    const zone = now.choice().id;
    document.title =
      price && zone && query().day === null
        ? texts.title(formatPrice(price.price), unitOf(now.currency()), zone)
        : texts.product;
  });
  return <NowView now={now} actions={actions} />;
}
